//! A connection that is looked at without blocking.

use crate::transcript::{Excerpt, Transcript};
use socket_basics::reason;
use socket2::SockRef;
use std::{
    io::{self, ErrorKind, Read as _},
    net::{Shutdown, TcpStream},
    time::Duration,
};

/// The most received bytes that are kept for a later `receive`. Beyond that nothing is read: the bytes stay in the kernel,
/// which then holds the sender back (flow control).
const MOST_UNREAD: usize = 1 << 20;

/// One connection, and what was received on it.
pub(crate) struct Connection {
    pub(crate) stream: TcpStream,
    /// How long to wait for the peer before reporting that nothing happens.
    pub(crate) timeout: Duration,
    /// What was received and shown, but is not yet the result of a `receive`.
    pub(crate) unread: Vec<u8>,
    /// Whether nothing is read.
    pub(crate) ignoring: bool,
    /// Whether the sending side is shut down.
    pub(crate) half_closed: bool,
    /// Whether nothing more can be received.
    pub(crate) ended: bool,
}

/// The result of a poll.
enum Arrival {
    Nothing,
    /// The number of bytes received, the last of the unread ones.
    Bytes(usize),
    End,
    Failure(io::Error),
}

impl Connection {
    pub(crate) fn new(stream: TcpStream, timeout: Duration) -> io::Result<Self> {
        stream.set_nonblocking(true)?;
        let unread = Vec::new();
        Ok(Self { stream, timeout, unread, ignoring: false, half_closed: false, ended: false })
    }

    /// Shows what was received since the last poll; whether that was anything.
    pub(crate) fn poll(&mut self, transcript: &mut Transcript<'_>) -> anyhow::Result<bool> {
        let mut received = Excerpt::default();
        let something = self.receive_into(&mut received, transcript)?;
        if received.count() > 0 {
            transcript.received(&received)?;
        }
        Ok(something)
    }

    /// Adds what was received since the last poll to an excerpt, which the caller shows; whether that was anything.
    pub(crate) fn receive_into(
        &mut self,
        received: &mut Excerpt,
        transcript: &mut Transcript<'_>,
    ) -> anyhow::Result<bool> {
        match self.arrival() {
            Arrival::Nothing => return Ok(false),
            Arrival::Bytes(count) => received.add(&self.unread[self.unread.len() - count..]),
            Arrival::End => transcript.event(format_args!("end of stream"))?,
            Arrival::Failure(error) => transcript.event(format_args!("{}", reason(&error)))?,
        }
        Ok(true)
    }

    fn arrival(&mut self) -> Arrival {
        if self.ignoring || self.ended || self.unread.len() >= MOST_UNREAD {
            return Arrival::Nothing;
        }
        let mut buffer = [0; 16 * 1024];
        match self.stream.read(&mut buffer) {
            Ok(count @ 1..) => {
                self.unread.extend(&buffer[..count]);
                Arrival::Bytes(count)
            }
            Err(error) if matches!(error.kind(), ErrorKind::WouldBlock | ErrorKind::Interrupted) => {
                Arrival::Nothing
            }
            over => {
                self.ended = true;
                over.map_or_else(Arrival::Failure, |_| Arrival::End)
            }
        }
    }

    /// Reads nothing from here on.
    pub(crate) fn ignore(&mut self, transcript: &mut Transcript<'_>) -> anyhow::Result<()> {
        self.ignoring = true;
        transcript.event(format_args!("reading nothing from here on"))
    }

    /// Shuts down the sending side.
    pub(crate) fn half_close(&mut self, transcript: &mut Transcript<'_>) -> anyhow::Result<()> {
        self.half_closed = true;
        match self.stream.shutdown(Shutdown::Write) {
            Ok(()) => transcript.event(format_args!("half-closed")),
            Err(error) => transcript.event(format_args!("could not half-close: {}", reason(&error))),
        }
    }

    /// Closes the connection.
    pub(crate) fn close(self, transcript: &mut Transcript<'_>) -> anyhow::Result<()> {
        let unread = !self.ended && self.stream.peek(&mut [0]).is_ok_and(|count| count > 0);
        drop(self.stream);
        transcript.event(format_args!("closed{}", if unread { ", with bytes left unread" } else { "" }))
    }

    /// Resets the connection.
    pub(crate) fn reset(self, transcript: &mut Transcript<'_>) -> anyhow::Result<()> {
        // Closing a socket that lingers for zero seconds resets the connection.
        let outcome = SockRef::from(&self.stream).set_linger(Some(Duration::ZERO));
        drop(self.stream);
        match outcome {
            Ok(()) => transcript.event(format_args!("reset")),
            Err(error) => transcript.event(format_args!("could not reset: {}", reason(&error))),
        }
    }
}
