//! The server that a check plays for the client that is judged. Every wait has the check's deadline.

use crate::{
    client_program::{ClientProgram, Exit},
    command::LAST_WORDS,
    connection::{Connection, LONGEST_LINE, QUOTED, wait_until_read},
    failure::Failure,
    traffic::Traffic,
};
use std::{
    io::Write as _,
    net::{Shutdown, TcpListener},
    time::{Duration, Instant},
};
use support::{find_tcp_socket, is_disconnected, is_timeout, poll_for, poll_until, quote, time_left};

/// A server for one client, and what is typed to that client.
pub(crate) struct PlayedServer<'a> {
    pub(crate) client: &'a mut dyn ClientProgram,
    pub(crate) deadline: Instant,
    pub(crate) traffic: Traffic,
    /// `None` when no more clients are accepted.
    pub(crate) listener: Option<TcpListener>,
    pub(crate) connection: Option<Connection>,
}

impl PlayedServer<'_> {
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
        if self.connection.is_some() {
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
                self.traffic.note(1, "the client has connected");
                self.connection = Some(Connection::new(stream, "the client", 1, &self.traffic));
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
            while self.received().contains(&b'\n') {
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
            if let Some(line) = self.connection.as_mut().and_then(Connection::next_line) {
                return Ok(line);
            }
            if self.received().len() > LONGEST_LINE {
                let what = format!("the request has more than {LONGEST_LINE} bytes and no end");
                return Err(Failure::new(what));
            }
            if self.read(|server| server.no_line(expected))? {
                continue;
            }
            if !self.received().is_empty() {
                let what = "the client closed the connection within a request: its line has no end";
                return Err(Failure::differing(what, format!("{expected}\n").as_bytes(), self.received()));
            }
            // It may use a connection for each request.
            self.connection = None;
            self.accept()?;
        }
    }

    /// What has come and is no whole request yet.
    fn received(&self) -> &[u8] {
        self.connection.as_ref().map_or(&[], |connection| &connection.received)
    }

    /// Sends a reply, or whatever these bytes are.
    pub(crate) fn send(&mut self, bytes: impl AsRef<[u8]>) -> Result<&mut Self, Failure> {
        self.accept()?;
        if let Some(connection) = &mut self.connection {
            // That the client has closed is seen in what it does next.
            let _ = connection.send(bytes.as_ref(), self.deadline);
        }
        Ok(self)
    }

    /// Sends bytes, and waits until the client has read them, so that what is sent next cannot arrive together with them.
    pub(crate) fn send_fragment(&mut self, bytes: impl AsRef<[u8]>) -> Result<&mut Self, Failure> {
        self.send(bytes)?;
        let Some(Connection { stream, .. }) = &self.connection else { return Ok(self) };
        let (Ok(own), Ok(client)) = (stream.local_addr(), stream.peer_addr()) else { return Ok(self) };
        let unread = || find_tcp_socket(client, own).map(|socket| socket.unread);
        wait_until_read(self.deadline, unread);
        Ok(self)
    }

    /// Ends the stream to the client. What the client sends is still taken, so that nothing resets the connection.
    pub(crate) fn close(&mut self) -> Result<&mut Self, Failure> {
        self.accept()?;
        self.traffic.note(1, "the server closes the connection");
        self.connection.iter().for_each(Connection::half_close);
        Ok(self)
    }

    /// Breaks the connection with a reset.
    pub(crate) fn reset(&mut self) -> &mut Self {
        self.traffic.note(1, "the server resets the connection");
        if let Some(connection) = self.connection.take() {
            connection.reset();
        }
        self
    }

    /// The client has to end its connection, and to send nothing more over it.
    pub(crate) fn closed(&mut self) -> Result<&mut Self, Failure> {
        loop {
            let received = self.received();
            if !received.is_empty() {
                let quoted = quote(received, QUOTED);
                let what = format!("the client sent {quoted} instead of ending the connection");
                return Err(Failure::differing(what, b"", received));
            }
            if !self.read(|_| Failure::timed_out("the client did not end the connection"))? {
                // A client may wait until the server has closed in turn.
                self.connection = None;
                return Ok(self);
            }
        }
    }

    /// Takes what comes next; false at the end of the stream. `late` says what has not come in time.
    fn read(&mut self, late: impl FnOnce(&Self) -> Failure) -> Result<bool, Failure> {
        let Some(connection) = &mut self.connection else { return Ok(false) };
        connection.read(self.deadline).or_else(|error| match error {
            error if is_timeout(&error) => Err(late(self)),
            // A program that ends without closing, or with a reply unread, resets.
            error if is_disconnected(&error) => Ok(false),
            error => Err(Failure::new(format!("reading failed: {error}"))),
        })
    }

    fn no_line(&self, expected: &str) -> Failure {
        if self.received().is_empty() {
            let quoted = quote(expected.as_bytes(), QUOTED);
            return Failure::timed_out(format!("the client did not send {quoted}"));
        }
        let complete = format!("{expected}\n");
        let what = "the client's request is not complete: it has no LF";
        Failure::differing(what, complete.as_bytes(), self.received()).after_a_timeout()
    }

    /// Types `quit`, ends the input and the connections, and waits until the client has ended.
    pub(crate) fn leave(&mut self) -> Result<Exit, Failure> {
        self.types("quit").end_input();
        self.listener = None;
        self.connection.iter().for_each(Connection::half_close);
        self.exit()
    }

    /// Types `quit`, ends the input, and waits until the client has ended. If it connects again, it gets this line again.
    pub(crate) fn leave_busy(&mut self, line: &str) -> Result<Exit, Failure> {
        self.types("quit").end_input();
        let mut rejected = Vec::new();
        poll_until(time_left(self.deadline), || {
            if let Some(Ok((mut stream, _))) = self.listener.as_ref().map(TcpListener::accept) {
                let _ = stream.write_all(line.as_bytes()).and_then(|()| stream.shutdown(Shutdown::Write));
                // A request that is not read would reset a connection which is closed.
                rejected.push(stream);
            }
            self.client.exit().is_some()
        });
        self.exit()
    }

    /// Waits until the client has ended.
    pub(crate) fn exit(&mut self) -> Result<Exit, Failure> {
        let exit = poll_for(time_left(self.deadline), || self.client.exit());
        let exit = exit.ok_or_else(|| Failure::timed_out("the client did not end"))?;
        // On a busy machine its last words may take longer than itself.
        for output in [self.client.stdout(), self.client.stderr()] {
            output.wait_for_end(time_left(self.deadline).max(LAST_WORDS));
        }
        Ok(exit)
    }

    /// Waits until the client has ended, but no longer than this.
    pub(crate) fn exit_within(&mut self, limit: Duration) -> Result<Exit, Failure> {
        self.deadline = self.deadline.min(Instant::now() + limit);
        self.exit().map_err(|_| Failure::new(format!("the client did not end within {} s", limit.as_secs())))
    }
}

impl Exit {
    /// The exit code has to be 0.
    pub(crate) fn is_success(&self) -> Result<(), Failure> {
        let failure = || Failure::new(format!("the client ended with {}", self.words));
        self.success.then_some(()).ok_or_else(failure)
    }
}
