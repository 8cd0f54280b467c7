//! The connection to a server, with a timeout for each request and each reply.

use crate::ClientError;
#[cfg(unix)]
use rustix::net::RecvFlags;
use std::{
    io::{self, ErrorKind, Read, Write},
    net::{Shutdown, TcpStream},
    time::{Duration, Instant},
};

/// How many bytes of an unsolicited reply are read: enough to show a person.
const PEEK_SIZE: usize = 256;

/// A connection, and how long sending a request or receiving a reply may take.
#[derive(Debug)]
pub(crate) struct Connection {
    pub(crate) stream: TcpStream,
    pub(crate) timeout: Duration,
}

impl Connection {
    /// Sends all of the bytes.
    pub(crate) fn send(&self, requests: &[u8]) -> Result<(), ClientError> {
        self.with_deadline().write_all(requests).map_err(|cause| self.failure(cause))
    }

    /// The first bytes that have arrived and are not read yet; `None` if there are none. It does not wait.
    pub(crate) fn peek(&self) -> Result<Option<Vec<u8>>, ClientError> {
        let mut bytes = [0; PEEK_SIZE];
        match peek(&self.stream, &mut bytes) {
            Ok(0) => Err(ClientError::Disconnected),
            Ok(count) => Ok(Some(bytes[..count].to_vec())),
            Err(cause) if cause.kind() == ErrorKind::WouldBlock => Ok(None),
            Err(cause) => Err(self.failure(cause)),
        }
    }

    /// Shuts the connection down in both directions, which also wakes a thread that is blocked on it.
    pub(crate) fn shut_down(&self) {
        // It fails only if the connection has ended already.
        let _ = self.stream.shutdown(Shutdown::Both);
    }

    /// The connection for one request or one reply: its timeout starts now.
    pub(crate) fn with_deadline(&self) -> DeadlineStream<'_> {
        DeadlineStream { connection: self, start: Instant::now() }
    }

    pub(crate) fn failure(&self, cause: io::Error) -> ClientError {
        match cause.kind() {
            ErrorKind::TimedOut | ErrorKind::WouldBlock => ClientError::TimedOut(self.timeout),
            ErrorKind::BrokenPipe | ErrorKind::ConnectionReset | ErrorKind::ConnectionAborted => {
                ClientError::Disconnected
            }
            _ => ClientError::Io(cause),
        }
    }
}

// ANCHOR: deadline_stream
/// A stream whose reads and writes together end before one deadline.
///
/// A socket's own timeout starts again with every read, so it is set before each call to the time that
/// remains.
pub(crate) struct DeadlineStream<'a> {
    connection: &'a Connection,
    start: Instant,
}

impl DeadlineStream<'_> {
    fn remaining(&self) -> io::Result<Option<Duration>> {
        let remaining = self.connection.timeout.saturating_sub(self.start.elapsed());
        if remaining.is_zero() { Err(ErrorKind::TimedOut.into()) } else { Ok(Some(remaining)) }
    }
}

impl Read for DeadlineStream<'_> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let mut stream = &self.connection.stream;
        // macOS refuses this after both directions have ended. No read can block then, so it is not an error.
        let _ = stream.set_read_timeout(self.remaining()?);
        stream.read(buffer)
    }
}
// ANCHOR_END: deadline_stream

impl Write for DeadlineStream<'_> {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        let mut stream = &self.connection.stream;
        // As in `read`.
        let _ = stream.set_write_timeout(self.remaining()?);
        stream.write(bytes)
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

/// Reads without waiting, and leaves the bytes in the receive buffer (recv(2), `MSG_DONTWAIT` and `MSG_PEEK`).
#[cfg(unix)]
fn peek(stream: &TcpStream, bytes: &mut [u8]) -> io::Result<usize> {
    let (count, _) = rustix::net::recv(stream, bytes, RecvFlags::DONTWAIT | RecvFlags::PEEK)?;
    Ok(count)
}

/// The same on systems where one call has no flag for it.
#[cfg(not(unix))]
fn peek(stream: &TcpStream, bytes: &mut [u8]) -> io::Result<usize> {
    stream.set_nonblocking(true)?;
    let peeked = stream.peek(bytes);
    stream.set_nonblocking(false)?;
    peeked
}

#[cfg(test)]
mod tests {
    use super::*;
    use testkit::{Peer, eventually};

    #[test]
    fn what_has_arrived_stays_to_be_read_and_a_reset_is_an_error() {
        let listener = socket_basics::listen_at("127.0.0.1:0".parse().unwrap()).unwrap();
        let stream = TcpStream::connect(listener.local_addr().unwrap()).unwrap();
        let connection = Connection { stream, timeout: Duration::from_mins(1) };
        let mut peer = Peer::accept(&listener);
        assert!(matches!(connection.peek(), Ok(None)));
        peer.send("2\n");
        for _ in 0..2 {
            eventually("it has arrived", || matches!(connection.peek(), Ok(Some(bytes)) if bytes == b"2\n"));
        }
        connection.with_deadline().read_exact(&mut [0; 2]).unwrap();
        peer.reset();
        eventually("it is reset", || matches!(connection.peek(), Err(ClientError::Disconnected)));
    }
}
