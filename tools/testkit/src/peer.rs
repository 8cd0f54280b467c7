//! A test's end of a connection: what it sends, what it waits for, and what the system has still to send to it.

use crate::deadline::{DEADLINE, failure, shown};
use socket2::{Domain, SockRef, Socket, Type};
use std::{
    io::{self, ErrorKind, Read as _, Write as _},
    mem,
    net::{Shutdown, SocketAddr, TcpListener, TcpStream},
    time::{Duration, Instant},
};
use support::{TcpSocket, find_tcp_socket, is_disconnected, poll_until};

/// The longest line that is waited for; a program that sends more without an end is at fault.
const LONGEST_LINE: usize = 1 << 20;

/// A raw TCP connection. Each step has the [`DEADLINE`], and one that fails panics with its name and the bytes that
/// had come.
#[must_use = "dropping it closes the connection"]
pub struct Peer {
    stream: TcpStream,
    /// What has come and has not been asked for yet.
    received: Vec<u8>,
}

impl Peer {
    /// Connects to a server.
    #[track_caller]
    pub fn connect(address: SocketAddr) -> Self {
        match TcpStream::connect_timeout(&address, DEADLINE) {
            Ok(stream) => Self::from(stream),
            Err(error) => panic!("connecting to {address}: {error}"),
        }
    }

    /// Connects to a server, with a receive buffer that holds about a kilobyte: nearly all that this end does not read
    /// stays with the server.
    #[track_caller]
    pub fn connect_with_small_buffer(address: SocketAddr) -> Self {
        let socket = Socket::new(Domain::for_address(address), Type::STREAM, None).expect("making a socket");
        // Before connecting, so that the server hears of no other size.
        socket.set_recv_buffer_size(1024).expect("choosing the size of a buffer");
        match socket.connect_timeout(&address.into(), DEADLINE) {
            Ok(()) => Self::from(TcpStream::from(socket)),
            Err(error) => panic!("connecting to {address}: {error}"),
        }
    }

    /// Waits for the next client of a listener.
    #[track_caller]
    pub fn accept(listener: &TcpListener) -> Self {
        listener.set_nonblocking(true).expect("a listener need not block");
        let mut accepted = Err(ErrorKind::WouldBlock.into());
        poll_until(DEADLINE, || {
            accepted = listener.accept();
            !matches!(&accepted, Err(error) if error.kind() == ErrorKind::WouldBlock)
        });
        listener.set_nonblocking(false).expect("a listener can block again");
        match accepted {
            Ok((stream, _)) => Self::from(stream),
            Err(error) => panic!("waiting for a client: {}", failure(&error)),
        }
    }

    /// Sends all of the bytes.
    #[track_caller]
    pub fn send(&mut self, bytes: impl AsRef<[u8]>) -> &mut Self {
        let bytes = bytes.as_ref();
        if let Err(error) = self.stream.write_all(bytes) {
            panic!("sending {}: {}", shown(bytes), failure(&error));
        }
        self
    }

    /// Says that nothing more will be sent; replies can still come.
    #[track_caller]
    pub fn half_close(&mut self) -> &mut Self {
        self.stream.shutdown(Shutdown::Write).expect("closing for writing");
        self
    }

    /// Ends the connection with a reset instead of an orderly close.
    #[track_caller]
    pub fn reset(self) {
        // Closing a socket that is told to linger for no time at all throws the connection away.
        SockRef::from(&self.stream).set_linger(Some(Duration::ZERO)).expect("preparing the reset");
    }

    /// Whether the other side has reset the connection, even if the stream had ended in order before.
    ///
    /// `SO_ERROR` tells (socket(7)), except on Windows: there a write of one byte fails only after a reset.
    #[track_caller]
    pub fn is_reset(&self) -> bool {
        if cfg!(windows) {
            let written = (&self.stream).write(b"x");
            matches!(written, Err(error) if matches!(error.kind(), ErrorKind::ConnectionReset | ErrorKind::ConnectionAborted))
        } else {
            self.stream.take_error().expect("asking for SO_ERROR").is_some()
        }
    }

    /// The socket itself.
    pub fn stream(&self) -> &TcpStream {
        &self.stream
    }

    /// This end's address.
    #[track_caller]
    pub fn local(&self) -> SocketAddr {
        self.stream.local_addr().expect("a connection has a local address")
    }
}

impl From<TcpStream> for Peer {
    /// Takes over a connection that something else has made.
    fn from(stream: TcpStream) -> Self {
        // Some systems hand the listener's setting on to those it accepts.
        stream.set_nonblocking(false).expect("a connection can block");
        // macOS refuses both where the other side has gone already. A write cannot block then.
        let _ = stream.set_write_timeout(Some(DEADLINE));
        let _ = stream.set_nodelay(true);
        Self { stream, received: Vec::new() }
    }
}

/// What it waits for.
impl Peer {
    /// The next line, without its LF.
    #[track_caller]
    pub fn line(&mut self) -> String {
        self.line_of("waiting for a line")
    }

    /// The next line must be this one.
    #[track_caller]
    pub fn expect(&mut self, line: &str) -> &mut Self {
        assert_eq!(self.line_of(&format!("waiting for the line {}", shown(line.as_bytes()))), line);
        self
    }

    /// Sends the request with an LF; the line that comes back.
    #[track_caller]
    pub fn ask(&mut self, request: &str) -> String {
        self.send(format!("{request}\n"));
        self.line_of(&format!("waiting for the reply to {}", shown(request.as_bytes())))
    }

    /// Everything until the end of the stream.
    #[track_caller]
    pub fn rest(&mut self) -> Vec<u8> {
        let start = Instant::now();
        while self.more("waiting for the end of the stream", start) {}
        mem::take(&mut self.received)
    }

    /// The stream must end, and nothing must come before.
    #[track_caller]
    pub fn expect_end(&mut self) {
        let rest = self.rest();
        assert!(rest.is_empty(), "the stream was to end, but first came {}", shown(&rest));
    }

    /// Waits until the peer has closed, in whatever way and after whatever bytes.
    #[track_caller]
    pub fn wait_closed(&mut self) {
        let start = Instant::now();
        loop {
            self.received.clear();
            match self.read(start) {
                Ok(0) => return,
                Err(error) if is_disconnected(&error) => return,
                Err(error) => panic!("waiting until the peer closes: {}", failure(&error)),
                Ok(_) => {}
            }
        }
    }

    #[track_caller]
    fn line_of(&mut self, step: &str) -> String {
        let start = Instant::now();
        let mut searched = 0;
        let end = loop {
            if let Some(end) = self.received[searched..].iter().position(|byte| *byte == b'\n') {
                break searched + end;
            }
            searched = self.received.len();
            assert!(searched < LONGEST_LINE, "{step}: no end after {}", shown(&self.received));
            let more = self.more(step, start);
            assert!(more, "{step}: the stream ended after {}", shown(&self.received));
        };
        let line = self.received.drain(..=end).take(end).collect();
        String::from_utf8(line)
            .unwrap_or_else(|error| panic!("{step}: {} is not UTF-8", shown(error.as_bytes())))
    }

    /// Receives something more; false at the end of the stream.
    #[track_caller]
    fn more(&mut self, step: &str, start: Instant) -> bool {
        match self.read(start) {
            Ok(count) => count > 0,
            Err(error) => panic!("{step}: {} after {}", failure(&error), shown(&self.received)),
        }
    }

    /// One read, with what is left of the deadline of a step: bytes that drip must not prolong it.
    fn read(&mut self, start: Instant) -> io::Result<usize> {
        let mut buffer = [0; 16 * 1024];
        loop {
            let left = DEADLINE.saturating_sub(start.elapsed());
            if left.is_zero() {
                return Err(ErrorKind::TimedOut.into());
            }
            // macOS refuses once both directions have ended. A read cannot block then, so it needs no deadline.
            let _ = self.stream.set_read_timeout(Some(left));
            match self.stream.read(&mut buffer) {
                // A read with a timeout also ends when the process is stopped and goes on (signal(7)).
                Err(error) if error.kind() == ErrorKind::Interrupted => {}
                outcome => {
                    let count = outcome?;
                    self.received.extend(&buffer[..count]);
                    return Ok(count);
                }
            }
        }
    }
}

/// How many bytes the system holds that were sent from the local end of this connection and are not acknowledged; 0 where the
/// system does not tell (it is not Linux).
pub fn unacknowledged(local: SocketAddr, remote: SocketAddr) -> u64 {
    connection(local, remote).map_or(0, |socket| socket.unacknowledged)
}

/// The same, if no program has that end any more.
pub fn orphaned(local: SocketAddr, remote: SocketAddr) -> u64 {
    connection(local, remote).filter(|socket| socket.is_orphan).map_or(0, |socket| socket.unacknowledged)
}

fn connection(local: SocketAddr, remote: SocketAddr) -> Option<TcpSocket> {
    find_tcp_socket(local, remote).filter(|socket| !socket.listens)
}

#[cfg(target_os = "linux")]
#[cfg(test)]
mod tests {
    use super::*;
    use crate::eventually;

    #[test]
    fn what_a_peer_does_not_take_is_seen_and_becomes_an_orphan_when_its_sender_closes() {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let address = listener.local_addr().unwrap();
        let peer = Peer::connect_with_small_buffer(address);
        let mut sender = Peer::accept(&listener);
        sender.send(vec![b'x'; 64 * 1024]);
        assert!(unacknowledged(address, peer.local()) > 0);
        assert_eq!(orphaned(address, peer.local()), 0);
        drop(sender);
        eventually("it is an orphan", || orphaned(address, peer.local()) > 0);
    }
}
