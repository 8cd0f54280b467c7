//! One client: a connection, the requests that it has sent, and the replies that it waits for.

use super::{arguments::LONGEST_LINE, report::Report, requests::Requests};
use hdrhistogram::Histogram;
use mio::net::TcpStream;
use socket_basics::reason;
use std::{
    collections::VecDeque,
    io::{self, ErrorKind, Read as _, Write as _},
    mem,
    ops::Range,
    time::Instant,
};

/// Whether a read that fills its buffer only partly has taken all there was, so that the system will tell when there is
/// more (epoll(7), question 9). Windows tells only after a read that found nothing.
const SHORT_READS_TELL: bool = cfg!(unix);

/// The beginning of the line with which a full server rejects a client (`concurrency`, its `--max-clients`).
const BUSY: &[u8] = b"busy: ";

/// The longest latency that is distinguished from longer ones: ten minutes, in nanoseconds.
pub(crate) const LONGEST_LATENCY: u64 = 600_000_000_000;

/// What all clients share: what they ask, and what is counted.
pub(crate) struct Shared {
    pub(crate) requests: Requests,
    pub(crate) report: Report,
    /// How long each right reply took, in nanoseconds.
    pub(crate) latencies: Histogram<u64>,
}

impl Shared {
    /// Counts a right reply to a request that has waited since then.
    fn count_right(&mut self, since: Instant, now: Instant) {
        self.report.replies += 1;
        self.report.last = Some(now);
        let latency = now.saturating_duration_since(since).as_nanos();
        self.latencies.saturating_record(u64::try_from(latency).unwrap_or(LONGEST_LATENCY));
    }
}

/// One connection of a load.
pub(crate) struct Client {
    stream: TcpStream,
    pub(crate) state: State,
    /// Its place among the clients, and the number of its first request: they do not all send the same at the same time.
    number: u64,
    /// How many requests it has sent.
    pub(crate) sent: u64,
    /// What the system has not taken yet of the requests sent.
    unsent: Range<usize>,
    /// Since when each request that has no reply yet waits for it.
    pub(crate) waiting: VecDeque<Instant>,
    /// The beginning of a reply.
    partial: Vec<u8>,
}

/// The state of a connection.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum State {
    Connecting,
    Open,
    /// The server has said that it is busy. It will close, and nothing more is read.
    Refused,
    Gone,
}

impl Client {
    pub(crate) fn new(stream: TcpStream, number: u64) -> Self {
        let (unsent, waiting, partial) = (0..0, VecDeque::new(), Vec::new());
        Self { stream, state: State::Connecting, number, sent: 0, unsent, waiting, partial }
    }

    /// Looks whether the connection is established.
    pub(crate) fn finish_connecting(&mut self) -> io::Result<()> {
        if let Some(error) = self.stream.take_error()? {
            return Err(error);
        }
        match self.stream.peer_addr() {
            Ok(_) => self.state = State::Open,
            Err(error) if error.kind() == ErrorKind::NotConnected => return Ok(()),
            Err(error) => return Err(error),
        }
        // It fails only where the peer has closed already, which reading will report.
        let _ = self.stream.set_nodelay(true);
        Ok(())
    }

    /// Sends the given number of requests with one write; each of which waits since the time that `since` gives for its number.
    pub(crate) fn send_requests(
        &mut self,
        count: usize,
        since: impl Fn(u64) -> Instant,
        shared: &mut Shared,
    ) {
        if !self.unsent.is_empty() {
            return;
        }
        self.unsent = shared.requests.range(self.number + self.sent, count);
        let numbers = self.sent..self.sent + count as u64;
        self.sent = numbers.end;
        self.waiting.extend(numbers.map(since));
        self.flush(shared);
    }

    /// Sends what the system has not taken yet.
    pub(crate) fn flush(&mut self, shared: &mut Shared) {
        while !self.unsent.is_empty() {
            match self.stream.write(shared.requests.bytes(self.unsent.clone())) {
                Ok(count) => self.unsent.start += count,
                Err(error) if error.kind() == ErrorKind::WouldBlock => return,
                Err(error) if error.kind() == ErrorKind::Interrupted => {}
                Err(error) => return self.disconnect(shared, || reason(&error)),
            }
        }
    }

    /// Reads what has come and compares it; `ended` says that the system has seen the end of the stream.
    pub(crate) fn receive(&mut self, ended: bool, buffer: &mut [u8], shared: &mut Shared) {
        while self.state == State::Open {
            match self.stream.read(buffer) {
                Ok(0) => return self.disconnect(shared, || "closed by the peer".to_owned()),
                Ok(count) => {
                    self.on_bytes(&buffer[..count], shared);
                    if SHORT_READS_TELL && count < buffer.len() && !ended {
                        return;
                    }
                }
                Err(error) if error.kind() == ErrorKind::WouldBlock => return,
                Err(error) if error.kind() == ErrorKind::Interrupted => {}
                Err(error) => return self.disconnect(shared, || reason(&error)),
            }
        }
    }

    fn on_bytes(&mut self, bytes: &[u8], shared: &mut Shared) {
        let now = Instant::now();
        let joined;
        let mut rest = bytes;
        if !self.partial.is_empty() {
            joined = [mem::take(&mut self.partial).as_slice(), bytes].concat();
            rest = &joined;
        }
        while let Some(after) = self.next_line(rest, now, shared) {
            rest = after;
            if self.state != State::Open {
                return;
            }
        }
        if rest.len() > LONGEST_LINE + 1 {
            self.check(rest, now, shared);
            return self.disconnect(shared, || format!("a reply of more than {LONGEST_LINE} bytes"));
        }
        self.partial.extend(rest);
    }

    /// Checks the first line, if it is complete; returns what follows it.
    fn next_line<'a>(&mut self, bytes: &'a [u8], now: Instant, shared: &mut Shared) -> Option<&'a [u8]> {
        let expected = shared.requests.reply(self.next_reply());
        if let Some(rest) = bytes.strip_prefix(expected)
            && let Some(since) = self.waiting.pop_front()
        {
            shared.count_right(since, now);
            return Some(rest);
        }
        let end = bytes.iter().position(|byte| *byte == b'\n')?;
        self.check(&bytes[..end], now, shared);
        Some(&bytes[end + 1..])
    }

    /// Compares a line, without its LF, that is not byte for byte what was expected: its end may be CRLF.
    fn check(&mut self, line: &[u8], now: Instant, shared: &mut Shared) {
        let number = self.next_reply();
        let is_first = number == self.number;
        let reply = shared.requests.reply(number);
        let expected = reply.strip_suffix(b"\n").unwrap_or(reply);
        let line = line.strip_suffix(b"\r").unwrap_or(line);
        let since = self.waiting.pop_front();
        match since {
            Some(since) if line == expected => shared.count_right(since, now),
            _ if is_first && line.starts_with(BUSY) => {
                shared.report.refused += 1;
                self.state = State::Refused;
            }
            Some(_) => shared.report.unexpected(Some(shared.requests.request(number)), expected, line, now),
            // A server that sends more replies than it has requests might never stop.
            None => {
                shared.report.unexpected(None, b"", line, now);
                self.disconnect(shared, || "more replies than requests".to_owned());
            }
        }
    }

    /// The number of the request to which the next line is the reply.
    fn next_reply(&self) -> u64 {
        self.number + self.sent - self.waiting.len() as u64
    }

    fn disconnect(&mut self, shared: &mut Shared, why: impl FnOnce() -> String) {
        if mem::replace(&mut self.state, State::Gone) == State::Open {
            shared.report.count_lost(why);
        }
    }
}
