//! A client's connection, on which each reply is checked.

use crate::{
    counters::{Counter, Counters},
    pending::PendingReplies,
    requests::Request,
    server::IDLE_TIMEOUT,
    state::{ClientError, POLL_INTERVAL, Run},
    target::{Connected, Generation, Target, unless_ended},
};
use fastrand::Rng;
use socket_basics::reason;
use std::{
    io::{self, Read as _, Write as _},
    net::{Shutdown, TcpStream},
    time::Instant,
};
use support::{is_disconnected, is_timeout};

/// How many bytes are certainly in the peer's buffer when they are written: no system gives a connection less. What
/// is more may still be in ours.
const SURELY_RECEIVED: usize = 16 * 1024;

/// A connection to the server at a target, and the replies that are pending on it.
pub(crate) struct Connection<'a> {
    run: &'a Run,
    target: &'a Target,
    counters: &'a Counters,
    pub(crate) stream: TcpStream,
    generation: Generation,
    pending: PendingReplies,
    /// A moment before the server can have begun to wait for the next line: it had not been sent the one before.
    since: Instant,
    /// When the last request was sent.
    sent_at: Instant,
    too_slow: bool,
}

impl<'a> Connection<'a> {
    pub(crate) fn open(
        run: &'a Run,
        target: &'a Target,
        counters: &'a Counters,
    ) -> Result<Self, ClientError> {
        let Connected { stream, generation, since } = target.connect(run)?;
        unless_ended(stream.set_write_timeout(Some(run.timeout)));
        unless_ended(stream.set_read_timeout(Some(POLL_INTERVAL)));
        unless_ended(stream.set_nodelay(true));
        Ok(Self {
            run,
            target,
            counters,
            stream,
            generation,
            pending: PendingReplies::default(),
            since,
            sent_at: since,
            too_slow: false,
        })
    }

    /// Sends all of them together, in the given number of pieces.
    pub(crate) fn send(
        &mut self,
        requests: Vec<Request>,
        pieces: usize,
        rng: &mut Rng,
    ) -> Result<(), ClientError> {
        let bytes: Vec<u8> = requests.iter().flat_map(|request| &request.line).copied().collect();
        self.sent_at = Instant::now();
        let sent = self.write(&bytes, pieces, rng);
        self.check_idle_time();
        let owed = sent.is_ok() && bytes.len() <= SURELY_RECEIVED && !self.target.has_ended(self.generation);
        for request in requests {
            self.pending.push(request, owed);
        }
        match sent {
            Ok(()) => Ok(()),
            Err(error) if is_timeout(&error) => Err(ClientError::violation(format_args!(
                "the server takes no requests: nothing for {} seconds",
                self.run.timeout.as_secs()
            ))),
            // Its last replies may still be there.
            Err(_) => self.receive(),
        }
    }

    /// Sends the last request, whose line ends with the stream, and half-closes.
    pub(crate) fn send_last(&mut self, request: Request) {
        // Both fail where the connection has ended, which the next read reports.
        let sent = self.stream.write_all(&request.line).and_then(|()| self.stream.shutdown(Shutdown::Write));
        let owed = sent.is_ok() && !self.target.has_ended(self.generation);
        self.check_idle_time();
        self.pending.push(request, owed);
    }

    fn write(&mut self, bytes: &[u8], pieces: usize, rng: &mut Rng) -> io::Result<()> {
        let mut rest = bytes;
        for _ in 1..pieces {
            let (piece, after) = rest.split_at(rng.usize(..=rest.len()));
            self.stream.write_all(piece)?;
            rest = after;
        }
        self.stream.write_all(rest)
    }

    /// Half of the idle timeout is too slow already: a busy server may see a line long after it was written.
    fn check_idle_time(&mut self) {
        self.too_slow |= self.since.elapsed() > IDLE_TIMEOUT / 2;
    }

    /// Receives and checks replies until each request has its own.
    pub(crate) fn receive(&mut self) -> Result<(), ClientError> {
        let start = Instant::now();
        while !self.pending.is_empty() {
            if !self.read(start)? {
                return Err(self.closed());
            }
        }
        self.since = self.sent_at;
        Ok(())
    }

    /// Half-closes, and receives the rest: the pending replies, then end of file, and nothing else.
    pub(crate) fn finish(mut self) -> Result<(), ClientError> {
        // It fails where the connection has ended, which the next read reports.
        let _ = self.stream.shutdown(Shutdown::Write);
        self.check_idle_time();
        let start = Instant::now();
        while self.read(start)? {}
        if self.pending.is_empty() { Ok(()) } else { Err(self.closed()) }
    }

    /// Reads once, and checks what was received; false at end of file.
    fn read(&mut self, start: Instant) -> Result<bool, ClientError> {
        let mut buffer = [0; 8192];
        loop {
            match self.stream.read(&mut buffer) {
                Ok(0) => return Ok(false),
                Ok(count) => {
                    let replies = self.pending.receive(&buffer[..count])?;
                    self.counters.add(Counter::Replies, replies);
                    return Ok(true);
                }
                Err(error) if is_timeout(&error) => {
                    self.run.ensure_running()?;
                    if start.elapsed() > self.run.timeout {
                        let (due, timeout) = (self.pending.next_due(), self.run.timeout);
                        return Err(ClientError::violation(format_args!(
                            "nothing came for {timeout:?}; {due} was due"
                        )));
                    }
                }
                Err(error) if is_disconnected(&error) => return Ok(false),
                Err(error) => return Err(ClientError::violation(reason(&error))),
            }
        }
    }

    /// What it means that the server has closed the connection.
    fn closed(&self) -> ClientError {
        match self.pending.closed(self.target.has_ended(self.generation)) {
            ClientError::Violation(_) if self.too_slow => ClientError::TooSlow,
            ClientError::Violation(what) => {
                ClientError::violation(format_args!("{what}; {}", self.target.log_about(&self.stream)))
            }
            error => error,
        }
    }
}
