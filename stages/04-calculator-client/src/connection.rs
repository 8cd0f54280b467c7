//! The connection to a server: requests out, replies in, neither later than the deadline.

use crate::ClientError;
#[cfg(unix)]
use rustix::net::RecvFlags;
use std::{
    io::{self, ErrorKind, Read, Write},
    net::{Shutdown, TcpStream},
    time::{Duration, Instant},
};

/// How much of what nobody has asked for is looked at: enough to show a person.
const PEEKED: usize = 256;

/// A connection, and how long each sending and each reply may take.
#[derive(Debug)]
pub(crate) struct Connection {
    pub(crate) stream: TcpStream,
    pub(crate) deadline: Duration,
}

impl Connection {
    /// Sends all of the bytes.
    pub(crate) fn send(&self, requests: &[u8]) -> Result<(), ClientError> {
        self.timed().write_all(requests).map_err(|cause| self.failure(cause))
    }

    /// What has come and is not read yet, or the beginning of it; nothing if that would have to be waited for.
    pub(crate) fn peek(&self) -> Result<Option<Vec<u8>>, ClientError> {
        let mut bytes = [0; PEEKED];
        match peek(&self.stream, &mut bytes) {
            Ok(0) => Err(ClientError::Disconnected),
            Ok(count) => Ok(Some(bytes[..count].to_vec())),
            Err(cause) if cause.kind() == ErrorKind::WouldBlock => Ok(None),
            Err(cause) => Err(self.failure(cause)),
        }
    }

    /// Ends the connection both ways, which also ends whatever waits for it in another thread.
    pub(crate) fn hang_up(&self) {
        // It fails only where the connection has ended already.
        let _ = self.stream.shutdown(Shutdown::Both);
    }

    pub(crate) fn timed(&self) -> Timed<'_> {
        Timed { connection: self, start: Instant::now() }
    }

    pub(crate) fn failure(&self, cause: io::Error) -> ClientError {
        match cause.kind() {
            ErrorKind::TimedOut | ErrorKind::WouldBlock => ClientError::TimedOut(self.deadline),
            ErrorKind::BrokenPipe | ErrorKind::ConnectionReset | ErrorKind::ConnectionAborted => {
                ClientError::Disconnected
            }
            _ => ClientError::Io(cause),
        }
    }
}

/// The connection during one sending or one reply.
///
/// A socket's own timeout starts anew with every byte that drips in: it is set again before each call, to what is
/// left of the whole time.
pub(crate) struct Timed<'a> {
    connection: &'a Connection,
    start: Instant,
}

impl Timed<'_> {
    // ANCHOR: timed
    fn left(&self) -> io::Result<Option<Duration>> {
        let left = self.connection.deadline.saturating_sub(self.start.elapsed());
        if left.is_zero() { Err(ErrorKind::TimedOut.into()) } else { Ok(Some(left)) }
    }
    // ANCHOR_END: timed
}

// macOS refuses to set a timeout where both directions have ended. Nothing can block there, so that is no failure.

impl Read for Timed<'_> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let mut stream = &self.connection.stream;
        let _ = stream.set_read_timeout(self.left()?);
        stream.read(buffer)
    }
}

impl Write for Timed<'_> {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        let mut stream = &self.connection.stream;
        let _ = stream.set_write_timeout(self.left()?);
        stream.write(bytes)
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

/// Looks at what has come without waiting, and leaves it where it is (recv(2), `MSG_DONTWAIT` and `MSG_PEEK`).
#[cfg(unix)]
fn peek(stream: &TcpStream, bytes: &mut [u8]) -> io::Result<usize> {
    let (count, _) = rustix::net::recv(stream, bytes, RecvFlags::DONTWAIT | RecvFlags::PEEK)?;
    Ok(count)
}

/// Looks at what has come without waiting, where no flag of a single call says so.
#[cfg(not(unix))]
fn peek(stream: &TcpStream, bytes: &mut [u8]) -> io::Result<usize> {
    stream.set_nonblocking(true)?;
    let peeked = stream.peek(bytes);
    stream.set_nonblocking(false)?;
    peeked
}
