//! What a peer waits for: lines, everything, the end.

use crate::{
    DEADLINE, Peer,
    words::{failure, shown},
};
use std::{
    io::{self, ErrorKind, Read as _},
    mem,
    time::Instant,
};
use support::is_disconnected;

/// The longest line that is waited for; a program that sends more without an end is at fault.
const LONGEST_LINE: usize = 1 << 20;

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
