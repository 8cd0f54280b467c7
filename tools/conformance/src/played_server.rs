//! The server that a check plays for the client that is judged. Every wait has the check's deadline.

use crate::{
    client_program::ClientProgram,
    failure::Failure,
    pace::{LONGEST_LINE, QUOTED, time_left, wait_until_read},
    traffic::Traffic,
};
use socket2::SockRef;
use std::{
    io::{ErrorKind, Read as _, Write as _},
    net::{Ipv4Addr, Shutdown, SocketAddr, TcpListener, TcpStream},
    time::{Duration, Instant},
};
use support::{find_tcp_socket, is_disconnected, is_timeout, poll_until, quote};

/// A server for one client, and what is typed to that client.
pub(crate) struct PlayedServer<'a> {
    pub(crate) client: &'a mut dyn ClientProgram,
    pub(crate) deadline: Instant,
    traffic: Traffic,
    /// `None` when no more clients are accepted.
    pub(crate) listener: Option<TcpListener>,
    pub(crate) stream: Option<TcpStream>,
    /// What has come and is no whole request yet.
    received: Vec<u8>,
}

impl<'a> PlayedServer<'a> {
    /// Listens, and starts the client.
    pub(crate) fn start(
        client: &'a mut dyn ClientProgram,
        deadline: Instant,
        traffic: Traffic,
    ) -> Result<Self, Failure> {
        let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0));
        let listener = listener.and_then(|listener| listener.set_nonblocking(true).map(|()| listener));
        let listener = listener.map_err(|error| Failure::impossible(format!("could not listen: {error}")))?;
        let address = listener.local_addr().map_err(|error| Failure::impossible(error.to_string()))?;
        Self::start_at(client, address, Some(listener), deadline, traffic)
    }

    /// Starts the client with the address of a port on which nobody listens.
    pub(crate) fn absent(
        client: &'a mut dyn ClientProgram,
        address: SocketAddr,
        deadline: Instant,
        traffic: Traffic,
    ) -> Result<Self, Failure> {
        Self::start_at(client, address, None, deadline, traffic)
    }

    fn start_at(
        client: &'a mut dyn ClientProgram,
        address: SocketAddr,
        listener: Option<TcpListener>,
        deadline: Instant,
        traffic: Traffic,
    ) -> Result<Self, Failure> {
        client.start(address).map_err(|error| Failure::unusable(error.to_string()))?;
        Ok(Self { client, deadline, traffic, listener, stream: None, received: Vec::new() })
    }

    /// Types a line to the client, or several at once.
    pub(crate) fn types(&mut self, lines: &str) -> &mut Self {
        for line in lines.lines() {
            self.traffic.note(1, format!("typed to the client: {line}"));
        }
        self.client.type_bytes(format!("{lines}\n").as_bytes());
        self
    }

    /// Ends what is typed.
    pub(crate) fn end_input(&mut self) -> &mut Self {
        self.traffic.note(1, "the end of the client's input");
        self.client.end_input();
        self
    }

    /// The client has to connect, unless it has.
    pub(crate) fn accept(&mut self) -> Result<&mut Self, Failure> {
        if self.stream.is_some() {
            return Ok(self);
        }
        let (mut accepted, mut exit) = (None, None);
        poll_until(time_left(self.deadline), || {
            // First: who has ended may have connected before.
            exit = self.client.exit();
            accepted = self.listener.as_ref().and_then(|listener| listener.accept().ok());
            accepted.is_some() || exit.is_some()
        });
        match (accepted, exit) {
            (Some((stream, _)), _) => {
                // On some systems it is inherited from the listener.
                let _ = stream.set_nonblocking(false);
                // A fragment must leave at once.
                let _ = stream.set_nodelay(true);
                self.traffic.note(1, "the client has connected");
                self.stream = Some(stream);
                Ok(self)
            }
            (None, Some(exit)) => {
                Err(Failure::new(format!("the client ended with {} before it sent a request", exit.words)))
            }
            (None, None) => Err(Failure::timed_out("the client did not connect")),
        }
    }

    /// The next request has to be this. Blanks in it may be left out, and its line may end with CRLF.
    pub(crate) fn request(&mut self, expected: &str) -> Result<&mut Self, Failure> {
        let line = self.line(expected)?;
        let essence = |bytes: &[u8]| -> Vec<u8> {
            bytes.iter().copied().filter(|byte| !matches!(byte, b' ' | b'\t' | b'\r')).collect()
        };
        if essence(&line) == essence(expected.as_bytes()) {
            return Ok(self);
        }
        let what = format!("the client sent {} for the line that was typed", quote(&line, QUOTED));
        Err(Failure::differing(what, expected.as_bytes(), &line))
    }

    /// The client has to send this many requests, each of which gets its reply, all that have come in one piece.
    pub(crate) fn requests(&mut self, conversation: &[(&str, &str)]) -> Result<(), Failure> {
        let mut rest = conversation.iter();
        while let Some((request, reply)) = rest.next() {
            self.request(request)?;
            let mut replies = vec![*reply];
            while self.received.contains(&b'\n') {
                let Some((request, reply)) = rest.next() else { break };
                self.request(request)?;
                replies.push(reply);
            }
            self.send(replies.join("\n") + "\n")?;
        }
        Ok(())
    }

    /// The next line, without its LF.
    fn line(&mut self, expected: &str) -> Result<Vec<u8>, Failure> {
        self.accept()?;
        loop {
            if let Some(end) = self.received.iter().position(|&byte| byte == b'\n') {
                let rest = self.received.split_off(end + 1);
                let mut line = std::mem::replace(&mut self.received, rest);
                line.pop();
                return Ok(line);
            }
            if self.received.len() > LONGEST_LINE {
                return Err(Failure::new(format!(
                    "the request has more than {LONGEST_LINE} bytes and no end"
                )));
            }
            if self.read(|server| server.no_line(expected))? {
                continue;
            }
            if !self.received.is_empty() {
                let what = "the client closed the connection within a request: its line has no end";
                return Err(Failure::differing(what, format!("{expected}\n").as_bytes(), &self.received));
            }
            // It may use a connection for each request.
            self.stream = None;
            self.accept()?;
        }
    }

    /// Sends a reply, or whatever these bytes are.
    pub(crate) fn send(&mut self, bytes: impl AsRef<[u8]>) -> Result<&mut Self, Failure> {
        let bytes = bytes.as_ref();
        self.accept()?;
        self.traffic.sent(1, bytes);
        if let Some(stream) = &mut self.stream {
            let _ = stream.set_write_timeout(Some(time_left(self.deadline)));
            // That the client has closed is seen in what it does next.
            let _ = stream.write_all(bytes);
        }
        Ok(self)
    }

    /// Sends bytes, and waits until the client has read them, so that what is sent next cannot arrive together with them.
    pub(crate) fn send_fragment(&mut self, bytes: impl AsRef<[u8]>) -> Result<&mut Self, Failure> {
        self.send(bytes)?;
        let Some(stream) = &self.stream else { return Ok(self) };
        let (Ok(own), Ok(client)) = (stream.local_addr(), stream.peer_addr()) else { return Ok(self) };
        let unread = || find_tcp_socket(client, own).map(|socket| socket.unread);
        wait_until_read(self.deadline, unread);
        Ok(self)
    }

    /// Ends the stream to the client. What the client sends is still taken, so that nothing resets the connection.
    pub(crate) fn close(&mut self) -> Result<&mut Self, Failure> {
        self.accept()?;
        self.traffic.note(1, "the server closes the connection");
        if let Some(stream) = &self.stream {
            // It fails where the client has closed already.
            let _ = stream.shutdown(Shutdown::Write);
        }
        Ok(self)
    }

    /// Breaks the connection with a reset.
    pub(crate) fn reset(&mut self) -> &mut Self {
        self.traffic.note(1, "the server resets the connection");
        if let Some(stream) = self.stream.take() {
            // Closing a socket that is told to linger for no time at all throws the connection away.
            let _ = SockRef::from(&stream).set_linger(Some(Duration::ZERO));
        }
        self
    }

    /// The client has to end its connection, and to send nothing more over it.
    pub(crate) fn closed(&mut self) -> Result<&mut Self, Failure> {
        loop {
            if !self.received.is_empty() {
                let what = format!(
                    "the client sent {} instead of ending the connection",
                    quote(&self.received, QUOTED)
                );
                return Err(Failure::differing(what, b"", &self.received));
            }
            if !self.read(|_| Failure::timed_out("the client did not end the connection"))? {
                // A client may wait until the server has closed in turn.
                self.stream = None;
                return Ok(self);
            }
        }
    }

    /// Takes what comes next; false at the end of the stream. `late` says what has not come in time.
    fn read(&mut self, late: impl FnOnce(&Self) -> Failure) -> Result<bool, Failure> {
        let Some(stream) = &mut self.stream else { return Ok(false) };
        let _ = stream.set_read_timeout(Some(time_left(self.deadline)));
        let mut buffer = [0; 8 * 1024];
        match stream.read(&mut buffer) {
            Ok(0) => {
                self.traffic.note(1, "the client has closed the connection");
                Ok(false)
            }
            Ok(count) => {
                self.traffic.received(1, &buffer[..count]);
                self.received.extend_from_slice(&buffer[..count]);
                Ok(true)
            }
            Err(error) if error.kind() == ErrorKind::Interrupted => Ok(true),
            Err(error) if is_timeout(&error) => Err(late(self)),
            // A program that ends without closing, or with a reply unread, resets.
            Err(error) if is_disconnected(&error) => {
                self.traffic.note(1, "the client has reset the connection");
                Ok(false)
            }
            Err(error) => Err(Failure::new(format!("reading failed: {error}"))),
        }
    }

    fn no_line(&self, expected: &str) -> Failure {
        if self.received.is_empty() {
            return Failure::timed_out(format!(
                "the client did not send {}",
                quote(expected.as_bytes(), QUOTED)
            ));
        }
        let complete = format!("{expected}\n");
        let what = "the client's request is not complete: it has no LF";
        Failure::differing(what, complete.as_bytes(), &self.received).after_a_timeout()
    }
}
