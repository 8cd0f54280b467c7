//! The connection to a server: requests out, replies in, neither later than the deadline.

use crate::{ClientError, Line, LineReader};
use calculator_server::Reply;
use std::{
    io::{self, ErrorKind, Read, Write},
    net::{Shutdown, TcpStream},
    time::{Duration, Instant},
};

/// The most bytes a reply may have, without the end of its line.
///
/// A refusal may quote the whole request, and a request has at most 1,024 bytes: this leaves room to say why. Who
/// sends more speaks another protocol, and must not fill our memory.
pub const MAX_REPLY: usize = 4096;

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

    // ANCHOR: receive
    /// The next reply.
    pub(crate) fn receive(&self, replies: &mut LineReader) -> Result<Reply, ClientError> {
        match replies.next_line(self.timed()).map_err(|cause| self.failure(cause))? {
            Some(Line::Whole(line)) => String::from_utf8_lossy(&line).parse().map_err(ClientError::NotAReply),
            Some(Line::CutOff(line)) => Err(ClientError::CutOff(String::from_utf8_lossy(&line).into_owned())),
            Some(Line::TooLong) => Err(ClientError::ReplyTooLong),
            None => Err(ClientError::Gone),
        }
    }
    // ANCHOR_END: receive

    /// Ends the connection both ways, which also ends whatever waits for it in another thread.
    pub(crate) fn hang_up(&self) {
        // It fails only where the connection has ended already.
        let _ = self.stream.shutdown(Shutdown::Both);
    }

    fn timed(&self) -> Timed<'_> {
        Timed { connection: self, start: Instant::now() }
    }

    fn failure(&self, cause: io::Error) -> ClientError {
        match cause.kind() {
            ErrorKind::TimedOut | ErrorKind::WouldBlock => ClientError::TimedOut(self.deadline),
            ErrorKind::BrokenPipe | ErrorKind::ConnectionReset | ErrorKind::ConnectionAborted => {
                ClientError::Gone
            }
            _ => ClientError::Io(cause),
        }
    }
}

/// The connection during one sending or one reply.
///
/// A socket's own timeout starts anew with every byte that drips in: it is set again before each call, to what is
/// left of the whole time.
struct Timed<'a> {
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
