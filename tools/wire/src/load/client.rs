//! One client: a connection, what it has asked, and what is still to come.

use super::{arguments::LONGEST_LINE, questions::Questions, tally::Tally};
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

/// One connection of a load.
pub(crate) struct Client {
    stream: TcpStream,
    pub(crate) state: State,
    /// Its place among the clients, and the number of its first request: not all ask the same at the same time.
    number: u64,
    asked: u64,
    /// What the system has not taken yet of the requests asked.
    unsent: Range<usize>,
    /// Since when each request that has no reply yet waits for it.
    waiting: VecDeque<Instant>,
    /// The beginning of a reply.
    partial: Vec<u8>,
}

/// What has become of a connection.
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
        Self { stream, state: State::Connecting, number, asked: 0, unsent, waiting, partial }
    }

    pub(crate) fn stream(&mut self) -> &mut TcpStream {
        &mut self.stream
    }

    /// How many of its requests have no reply yet.
    pub(crate) fn waiting(&self) -> usize {
        self.waiting.len()
    }

    /// How many requests it has asked.
    pub(crate) fn asked(&self) -> u64 {
        self.asked
    }

    /// Looks whether the connection has come about.
    pub(crate) fn finish_connecting(&mut self) -> io::Result<()> {
        if let Some(error) = self.stream.take_error()? {
            return Err(error);
        }
        match self.stream.peer_addr() {
            Ok(_) => self.state = State::Open,
            Err(error) if error.kind() == ErrorKind::NotConnected => return Ok(()),
            Err(error) => return Err(error),
        }
        // It fails only where the peer has gone already, which reading will tell.
        let _ = self.stream.set_nodelay(true);
        Ok(())
    }

    /// Asks so many more, each of which waits since the time that `since` gives for its number, with one write.
    pub(crate) fn ask(
        &mut self,
        count: usize,
        since: impl Fn(u64) -> Instant,
        questions: &Questions,
        tally: &mut Tally,
    ) {
        if count == 0 || self.state != State::Open || !self.unsent.is_empty() {
            return;
        }
        self.unsent = questions.range(self.number + self.asked, count);
        let numbers = self.asked..self.asked + count as u64;
        self.asked = numbers.end;
        self.waiting.extend(numbers.map(since));
        self.send(questions, tally);
    }

    /// Sends what the system has not taken yet.
    pub(crate) fn send(&mut self, questions: &Questions, tally: &mut Tally) {
        while !self.unsent.is_empty() {
            match self.stream.write(questions.bytes(self.unsent.clone())) {
                Ok(count) => self.unsent.start += count,
                Err(error) if error.kind() == ErrorKind::WouldBlock => return,
                Err(error) if error.kind() == ErrorKind::Interrupted => {}
                Err(error) => return self.lose(tally, || reason(&error)),
            }
        }
    }

    /// Reads what has come and compares it; `ended` says that the system has seen the end of the stream.
    pub(crate) fn receive(
        &mut self,
        ended: bool,
        buffer: &mut [u8],
        questions: &Questions,
        tally: &mut Tally,
    ) {
        while self.state == State::Open {
            match self.stream.read(buffer) {
                Ok(0) => return self.lose(tally, || "closed by the peer".to_owned()),
                Ok(count) => {
                    self.take(&buffer[..count], questions, tally);
                    if SHORT_READS_TELL && count < buffer.len() && !ended {
                        return;
                    }
                }
                Err(error) if error.kind() == ErrorKind::WouldBlock => return,
                Err(error) if error.kind() == ErrorKind::Interrupted => {}
                Err(error) => return self.lose(tally, || reason(&error)),
            }
        }
    }

    fn take(&mut self, bytes: &[u8], questions: &Questions, tally: &mut Tally) {
        let now = Instant::now();
        let joined;
        let mut rest = bytes;
        if !self.partial.is_empty() {
            joined = [mem::take(&mut self.partial).as_slice(), bytes].concat();
            rest = &joined;
        }
        while let Some(after) = self.line(rest, now, questions, tally) {
            rest = after;
            if self.state != State::Open {
                return;
            }
        }
        if rest.len() > LONGEST_LINE + 1 {
            self.judge(rest, now, questions, tally);
            return self.lose(tally, || format!("a reply of more than {LONGEST_LINE} bytes"));
        }
        self.partial.extend(rest);
    }

    /// Takes the first line away, if there is a whole one.
    fn line<'a>(
        &mut self,
        bytes: &'a [u8],
        now: Instant,
        questions: &Questions,
        tally: &mut Tally,
    ) -> Option<&'a [u8]> {
        let expected = questions.reply(self.next_reply());
        if let Some(rest) = bytes.strip_prefix(expected)
            && let Some(since) = self.waiting.pop_front()
        {
            tally.right(since, now);
            return Some(rest);
        }
        let end = bytes.iter().position(|byte| *byte == b'\n')?;
        self.judge(&bytes[..end], now, questions, tally);
        Some(&bytes[end + 1..])
    }

    /// Compares a line, without its LF, that is not byte for byte what was expected: its end may be CRLF.
    fn judge(&mut self, line: &[u8], now: Instant, questions: &Questions, tally: &mut Tally) {
        let number = self.next_reply();
        let is_first = number == self.number;
        let reply = questions.reply(number);
        let expected = reply.strip_suffix(b"\n").unwrap_or(reply);
        let line = line.strip_suffix(b"\r").unwrap_or(line);
        let since = self.waiting.pop_front();
        match since {
            Some(since) if line == expected => tally.right(since, now),
            _ if is_first && tally.busy(line) => self.state = State::Refused,
            Some(_) => tally.unexpected(Some(questions.request(number)), expected, line, now),
            // A server that says more than it is asked might never stop.
            None => {
                tally.unexpected(None, b"", line, now);
                self.lose(tally, || "more replies than requests".to_owned());
            }
        }
    }

    /// The number of the request to which the next line is the reply.
    fn next_reply(&self) -> u64 {
        self.number + self.asked - self.waiting.len() as u64
    }

    fn lose(&mut self, tally: &mut Tally, why: impl FnOnce() -> String) {
        if mem::replace(&mut self.state, State::Gone) == State::Open {
            tally.lost(why);
        }
    }
}
