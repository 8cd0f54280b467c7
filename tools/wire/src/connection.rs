//! A connection that is looked at without blocking.

use crate::{excerpt::Excerpt, transcript::Transcript};
use socket_basics::reason;
use socket2::SockRef;
use std::{
    io::{self, ErrorKind, Read as _},
    net::{Shutdown, TcpStream},
    time::Duration,
};

/// The most that is kept for a `receive` to come. With so much unclaimed nothing more is read: it stays with the system,
/// which then holds the sender back.
const UNCLAIMED: usize = 1 << 20;

/// One connection, and what has come on it.
pub(crate) struct Connection {
    pub(crate) stream: TcpStream,
    /// How long to wait for the peer before saying that nothing happens.
    pub(crate) patience: Duration,
    /// What has come, and has been shown, but no `receive` has waited for.
    pub(crate) unclaimed: Vec<u8>,
    /// Whether to leave unread what comes.
    pub(crate) ignoring: bool,
    /// Whether this end has said that it sends nothing more.
    pub(crate) half_closed: bool,
    /// Whether nothing more can come.
    pub(crate) ended: bool,
}

/// What a look has found.
enum Arrival {
    Nothing,
    /// So many bytes, the last of the unclaimed.
    Bytes(usize),
    End,
    Failure(io::Error),
}

impl Connection {
    pub(crate) fn new(stream: TcpStream, patience: Duration) -> io::Result<Self> {
        stream.set_nonblocking(true)?;
        let unclaimed = Vec::new();
        Ok(Self { stream, patience, unclaimed, ignoring: false, half_closed: false, ended: false })
    }

    /// Shows what has come since the last look; whether that was anything.
    pub(crate) fn look(&mut self, transcript: &mut Transcript<'_>) -> anyhow::Result<bool> {
        let mut came = Excerpt::default();
        let something = self.gather(&mut came, transcript)?;
        if came.count() > 0 {
            transcript.came(&came)?;
        }
        Ok(something)
    }

    /// Adds what has come since the last look to an excerpt, which is for the caller to show; whether that was
    /// anything.
    pub(crate) fn gather(
        &mut self,
        came: &mut Excerpt,
        transcript: &mut Transcript<'_>,
    ) -> anyhow::Result<bool> {
        match self.arrival() {
            Arrival::Nothing => return Ok(false),
            Arrival::Bytes(count) => came.add(&self.unclaimed[self.unclaimed.len() - count..]),
            Arrival::End => transcript.event(format_args!("end of stream"))?,
            Arrival::Failure(error) => transcript.event(format_args!("{}", reason(&error)))?,
        }
        Ok(true)
    }

    fn arrival(&mut self) -> Arrival {
        if self.ignoring || self.ended || self.unclaimed.len() >= UNCLAIMED {
            return Arrival::Nothing;
        }
        let mut buffer = [0; 16 * 1024];
        match self.stream.read(&mut buffer) {
            Ok(count @ 1..) => {
                self.unclaimed.extend(&buffer[..count]);
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

    /// Says that nothing more will be sent.
    pub(crate) fn half_close(&mut self, transcript: &mut Transcript<'_>) -> anyhow::Result<()> {
        self.half_closed = true;
        match self.stream.shutdown(Shutdown::Write) {
            Ok(()) => transcript.event(format_args!("half-closed")),
            Err(error) => transcript.event(format_args!("could not half-close: {}", reason(&error))),
        }
    }

    /// Ends the connection.
    pub(crate) fn close(self, transcript: &mut Transcript<'_>) -> anyhow::Result<()> {
        let unread = !self.ended && self.stream.peek(&mut [0]).is_ok_and(|count| count > 0);
        drop(self.stream);
        transcript.event(format_args!("closed{}", if unread { ", with bytes left unread" } else { "" }))
    }

    /// Ends the connection with a reset.
    pub(crate) fn reset(self, transcript: &mut Transcript<'_>) -> anyhow::Result<()> {
        // Closing a socket that is told to linger for no time at all throws the connection away.
        let outcome = SockRef::from(&self.stream).set_linger(Some(Duration::ZERO));
        drop(self.stream);
        match outcome {
            Ok(()) => transcript.event(format_args!("reset")),
            Err(error) => transcript.event(format_args!("could not reset: {}", reason(&error))),
        }
    }
}
