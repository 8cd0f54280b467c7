//! A connection that is polled without blocking, what is sent and received on it, and the waits between two polls.

use crate::{role::Role, script::Want, transcript::Transcript};
use socket_basics::reason;
use socket2::SockRef;
use std::{
    io::{self, ErrorKind, Read as _, Write as _},
    net::{Shutdown, TcpStream},
    thread,
    time::{Duration, Instant},
};
use support::{Excerpt, counted};

/// A wait polls without a pause for this time, so that a quick reply is seen at once.
const BUSY_POLLING: Duration = Duration::from_millis(2);

/// The pause between two polls after that.
///
/// A read with a timeout would need no polling, but it could not send meanwhile, and Windows rounds such a timeout up
/// to half a second.
const PAUSE: Duration = Duration::from_millis(1);

/// A wait that has begun.
pub(crate) struct Wait {
    start: Instant,
    limit: Duration,
}

impl Wait {
    /// A wait that is over after `limit`.
    pub(crate) fn new(limit: Duration) -> Self {
        Self { start: Instant::now(), limit }
    }

    pub(crate) fn is_over(&self) -> bool {
        self.start.elapsed() >= self.limit
    }

    /// Lets the peer work before the next poll.
    pub(crate) fn pause(&self) {
        let waited = self.start.elapsed();
        if waited < BUSY_POLLING {
            thread::yield_now();
        } else {
            thread::sleep(PAUSE.min(self.limit.saturating_sub(waited)));
        }
    }
}

/// The most received bytes that are kept for a later `receive`. Beyond that nothing is read: the bytes stay in the kernel,
/// which then holds the sender back (flow control).
const MOST_UNREAD: usize = 1 << 20;

/// About how much a flood hands to the system at once.
const BLOCK: usize = 64 * 1024;

/// One connection, and what was received on it.
pub(crate) struct Connection<'a> {
    stream: TcpStream,
    transcript: &'a Transcript<'a>,
    /// How long to wait for the peer before reporting that nothing happens.
    timeout: Duration,
    /// What was received and shown, but is not yet the result of a `receive`.
    unread: Vec<u8>,
    /// Whether nothing is read.
    ignoring: bool,
    /// Whether the sending side is shut down.
    half_closed: bool,
    /// Whether nothing more can be received.
    pub(crate) ended: bool,
}

/// What was sent and received meanwhile.
#[derive(Default)]
struct Traffic {
    sent: Excerpt,
    received: Excerpt,
}

impl<'a> Connection<'a> {
    pub(crate) fn new(stream: TcpStream, role: &Role<'a>) -> io::Result<Self> {
        stream.set_nonblocking(true)?;
        let (transcript, timeout, unread) = (role.transcript, role.arguments.timeout, Vec::new());
        Ok(Self { stream, transcript, timeout, unread, ignoring: false, half_closed: false, ended: false })
    }

    /// Shows what was received since the last poll; whether that was anything.
    pub(crate) fn poll(&mut self) -> anyhow::Result<bool> {
        let mut received = Excerpt::default();
        let something = self.receive_into(&mut received)?;
        self.transcript.received(&received)?;
        Ok(something)
    }

    /// Adds what was received since the last poll to an excerpt, which the caller shows; whether that was anything.
    fn receive_into(&mut self, received: &mut Excerpt) -> anyhow::Result<bool> {
        if self.ignoring || self.ended || self.unread.len() >= MOST_UNREAD {
            return Ok(false);
        }
        let mut buffer = [0; 16 * 1024];
        match self.stream.read(&mut buffer) {
            Ok(0) => self.transcript.event("end of stream")?,
            Ok(count) => {
                received.add(&buffer[..count]);
                self.unread.extend(&buffer[..count]);
                return Ok(true);
            }
            Err(error) if matches!(error.kind(), ErrorKind::WouldBlock | ErrorKind::Interrupted) => {
                return Ok(false);
            }
            Err(error) => self.transcript.event(reason(&error))?,
        }
        self.ended = true;
        Ok(true)
    }

    /// Reads nothing from here on.
    pub(crate) fn ignore(&mut self) -> anyhow::Result<()> {
        self.ignoring = true;
        self.transcript.event("reading nothing from here on")
    }

    /// Shuts down the sending side.
    pub(crate) fn half_close(&mut self) -> anyhow::Result<()> {
        self.half_closed = true;
        match self.stream.shutdown(Shutdown::Write) {
            Ok(()) => self.transcript.event("half-closed"),
            Err(error) => self.transcript.event(format_args!("could not half-close: {}", reason(&error))),
        }
    }

    /// Closes the connection.
    pub(crate) fn close(self) -> anyhow::Result<()> {
        let unread = !self.ended && self.stream.peek(&mut [0]).is_ok_and(|count| count > 0);
        drop(self.stream);
        self.transcript.event(format_args!("closed{}", if unread { ", with bytes left unread" } else { "" }))
    }

    /// Resets the connection.
    pub(crate) fn reset(self) -> anyhow::Result<()> {
        // Closing a socket that lingers for zero seconds resets the connection.
        let outcome = SockRef::from(&self.stream).set_linger(Some(Duration::ZERO));
        drop(self.stream);
        match outcome {
            Ok(()) => self.transcript.event("reset"),
            Err(error) => self.transcript.event(format_args!("could not reset: {}", reason(&error))),
        }
    }

    /// Waits until the wanted bytes have been received, the stream has ended, or nothing was received for too long.
    pub(crate) fn receive(&mut self, mut want: Want) -> anyhow::Result<()> {
        self.ignoring = false;
        let had_ended = self.ended;
        let mut silence = Wait::new(self.timeout);
        let mut more = "";
        while !want.take_from(&mut self.unread, self.ended) {
            if had_ended {
                return self.transcript.event("nothing more can come");
            } else if self.ended {
                return Ok(());
            } else if self.poll()? {
                silence = Wait::new(self.timeout);
                more = "more ";
            } else if silence.is_over() {
                let seconds = self.timeout.as_secs_f64();
                return self.transcript.event(format_args!("nothing {more}came for {seconds} s"));
            } else {
                silence.pause();
            }
        }
        Ok(())
    }

    /// Sends the text over and over until `total` bytes are sent; whether they all are.
    pub(crate) fn send(&mut self, text: &[u8], total: u64) -> anyhow::Result<bool> {
        let mut traffic = Traffic::default();
        let failed = self.push(text, total, &mut traffic)?;
        let sent = traffic.sent.length;
        if sent > 0 || total == 0 {
            self.transcript.sent(&traffic.sent)?;
        }
        self.transcript.received(&traffic.received)?;
        if let Some(error) = &failed {
            self.transcript.event(self.describe(error, total - sent))?;
        }
        Ok(failed.is_none())
    }

    /// Why some bytes were not sent.
    fn describe(&self, error: &io::Error, left: u64) -> String {
        let left = counted(left, "byte", "bytes");
        if error.kind() == ErrorKind::WouldBlock {
            let seconds = self.timeout.as_secs_f64();
            return format!("stuck with {left} left: the peer took nothing for {seconds} s");
        }
        let why = if self.half_closed { "already half-closed".to_owned() } else { reason(error) };
        format!("could not send {left}: {why}")
    }

    /// The sending itself; why not all was sent, [`ErrorKind::WouldBlock`] if there was no room for too long.
    fn push(&mut self, text: &[u8], total: u64, traffic: &mut Traffic) -> anyhow::Result<Option<io::Error>> {
        let block = text.repeat(1 + BLOCK / text.len().max(1));
        let mut next = block.as_slice();
        let mut wait = Wait::new(self.timeout);
        while traffic.sent.length < total {
            let left = usize::try_from(total - traffic.sent.length).unwrap_or(usize::MAX);
            match self.stream.write(&next[..left.min(next.len())]) {
                Ok(0) => return Ok(Some(ErrorKind::WriteZero.into())),
                Ok(count) => {
                    traffic.sent.add(&next[..count]);
                    next = if count < next.len() { &next[count..] } else { &block };
                    wait = Wait::new(self.timeout);
                }
                Err(error) if error.kind() == ErrorKind::Interrupted => {}
                Err(error) if error.kind() != ErrorKind::WouldBlock => return Ok(Some(error)),
                Err(_) if self.make_room(&mut traffic.received)? => {}
                Err(error) if wait.is_over() => return Ok(Some(error)),
                Err(_) => wait.pause(),
            }
        }
        Ok(None)
    }

    /// Reads what can be read, and counts it as received; whether that was anything.
    ///
    /// The peer may have to get rid of its replies before it takes more: if both programs only sent, they would wait
    /// for each other without end.
    fn make_room(&mut self, received: &mut Excerpt) -> anyhow::Result<bool> {
        self.unread.clear();
        let something = self.receive_into(received)?;
        self.unread.clear();
        Ok(something)
    }
}

impl Want {
    /// Takes the wanted bytes from what was received; whether they are complete.
    fn take_from(&mut self, unread: &mut Vec<u8>, ended: bool) -> bool {
        match self {
            Self::All => {
                unread.clear();
                ended
            }
            Self::Line => {
                let end = unread.iter().position(|byte| *byte == b'\n');
                unread.drain(..end.map_or(unread.len(), |end| end + 1));
                end.is_some()
            }
            Self::Bytes(left) => {
                let count = usize::try_from(*left).map_or(unread.len(), |left| left.min(unread.len()));
                unread.drain(..count);
                *left -= count as u64;
                *left == 0
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Whether the pieces, as they come one by one, are what is wanted; and what is left for the next `receive`.
    fn take_from(mut want: Want, pieces: [&str; 2], ended: bool) -> ([bool; 2], String) {
        let mut unread = Vec::new();
        let claimed = pieces.map(|piece| {
            unread.extend(piece.as_bytes());
            want.take_from(&mut unread, ended)
        });
        (claimed, String::from_utf8(unread).unwrap())
    }

    #[test]
    fn a_line_ends_with_its_newline_and_leaves_what_follows() {
        assert_eq!(take_from(Want::Line, ["1", "2\n3\n4"], false), ([false, true], "3\n4".into()));
        assert_eq!(take_from(Want::Line, ["1", "2"], true), ([false, false], String::new()));
    }

    #[test]
    fn bytes_are_counted_over_all_that_comes() {
        assert_eq!(take_from(Want::Bytes(5), ["12", "345"], false), ([false, true], String::new()));
        assert_eq!(take_from(Want::Bytes(5), ["12", "3456"], false), ([false, true], "6".into()));
        assert_eq!(take_from(Want::Bytes(5), ["12", "34"], true), ([false, false], String::new()));
    }

    #[test]
    fn everything_is_there_when_the_stream_has_ended() {
        assert_eq!(take_from(Want::All, ["1\n", "2"], false), ([false, false], String::new()));
        assert_eq!(take_from(Want::All, ["1\n", "2"], true), ([true, true], String::new()));
    }
}
