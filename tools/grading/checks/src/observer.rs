//! Watching the reads and writes of the learner's code for what explains a failure, whatever the check looks for.

use super::{
    TapOptions,
    failure::Failure,
    record::{ENDLESS, Observed, Record, in_check},
};
use std::{
    io::{self, ErrorKind},
    mem,
    sync::{Arc, Mutex},
};
use support::lock;

/// How much of what a write did not take is compared with what is written next.
const COMPARED: usize = 64;

/// Watches one connection for a check.
#[derive(Debug, Default)]
pub(crate) struct Observer {
    /// Nothing outside of a check.
    record: Option<Arc<Mutex<Record>>>,
    options: TapOptions,
    calls: u64,
    /// How many bytes were read.
    pub(crate) read: u64,
    /// Reads in a row that gave nothing.
    pub(crate) zero_reads: u64,
    /// Reads in a row that failed.
    failed_reads: u64,
    interrupted: bool,
    short: Option<ShortWrite>,
}

/// A write that took less than it was offered.
#[derive(Debug)]
struct ShortWrite {
    taken: usize,
    offered: usize,
    /// How what it did not take begins.
    rest: Vec<u8>,
}

impl Observer {
    /// Watches for the check that runs on this thread, if one does.
    pub(crate) fn new(options: TapOptions) -> Self {
        let (record, short) = (in_check(), None);
        Self { record, options, calls: 0, read: 0, zero_reads: 0, failed_reads: 0, interrupted: false, short }
    }

    /// Watches a read of the learner's code, and makes it as difficult as the options say.
    pub(crate) fn read(
        &mut self,
        buffer: &mut [u8],
        read: impl FnOnce(&mut [u8]) -> io::Result<usize>,
    ) -> io::Result<usize> {
        self.interrupt()?;
        if buffer.is_empty() {
            self.note(|observed| observed.empty_buffer = true);
        }
        self.not_offered_again();
        let outcome = self.options.most_to_read(self.read, buffer.len());
        let outcome = outcome.and_then(|room| read(&mut buffer[..room]));
        self.after_read(buffer.len(), &outcome);
        outcome
    }

    /// The same for a write.
    pub(crate) fn write(
        &mut self,
        bytes: &[u8],
        write: impl FnOnce(&[u8]) -> io::Result<usize>,
    ) -> io::Result<usize> {
        self.interrupt()?;
        let continues = |short: &mut ShortWrite| {
            let length = short.rest.len().min(bytes.len());
            length > 0 && short.rest[..length] == bytes[..length]
        };
        self.short.take_if(continues);
        self.not_offered_again();
        let outcome = self.options.most_to_write(bytes.len()).and_then(|room| write(&bytes[..room]));
        // What takes nothing will not take the rest either: to stop there is right.
        if let Ok(taken @ 1..) = outcome
            && taken < bytes.len()
        {
            let rest = bytes[taken..].iter().copied().take(COMPARED).collect();
            self.short = Some(ShortWrite { taken, offered: bytes.len(), rest });
        }
        outcome
    }

    /// Fails if the next call is to be interrupted before it does anything, as each is so many times.
    fn interrupt(&mut self) -> io::Result<()> {
        self.calls += 1;
        self.interrupted = !self.calls.is_multiple_of(self.options.interruptions + 1);
        if self.interrupted { Err(ErrorKind::Interrupted.into()) } else { Ok(()) }
    }

    /// A read has ended. One too many that brought nothing ends the learner's code, which would never stop.
    fn after_read(&mut self, room: usize, outcome: &io::Result<usize>) {
        let kind = outcome.as_ref().map_err(io::Error::kind);
        match kind {
            Ok(0) => (self.zero_reads, self.failed_reads) = (self.zero_reads + 1, 0),
            Ok(count) => {
                self.read += *count as u64;
                (self.zero_reads, self.failed_reads) = (0, 0);
            }
            // Code that waits for a while, looks, and reads again meets them for as long as nothing comes.
            Err(ErrorKind::Interrupted | ErrorKind::WouldBlock | ErrorKind::TimedOut) => self.zero_reads = 0,
            Err(_) => self.failed_reads += 1,
        }
        // Most reads bring something, and there may be a million of them.
        if self.zero_reads.max(self.failed_reads) > 0 {
            let after_end = if kind.is_ok() && room > 0 { self.zero_reads } else { 0 };
            self.note(|observed| {
                observed.reads_after_end = observed.reads_after_end.max(after_end);
                observed.reads_after_error = observed.reads_after_error.max(self.failed_reads);
            });
        }
        if self.zero_reads.max(self.failed_reads) >= ENDLESS {
            self.end(match kind {
                Err(kind) => format!("your code calls `read` again and again, which fails each time: {kind}"),
                Ok(_) if room == 0 => "your code calls `read` with an empty buffer again and again".into(),
                Ok(_) => "your code calls `read` again and again after the end of its input".into(),
            })
        }
    }

    /// Ends the code that has made the call, and its check.
    fn end(&self, what: String) -> ! {
        let Some(record) = &self.record else { panic!("{what}") };
        let failure = Failure::new(what);
        lock(record).ended = Some(failure.clone());
        failure.throw()
    }

    /// The connection is closed: what was not done by now never will be.
    pub(crate) fn closed(&mut self) {
        self.not_offered_again();
        if mem::take(&mut self.interrupted) {
            self.note(|observed| observed.gave_up_when_interrupted = true);
        }
    }

    fn not_offered_again(&mut self) {
        if let Some(ShortWrite { taken, offered, .. }) = self.short.take() {
            self.note(|observed| observed.short_write = Some((taken, offered)));
        }
    }

    fn note(&self, change: impl FnOnce(&mut Observed)) {
        if let Some(record) = &self.record {
            change(&mut lock(record).observed);
        }
    }
}

impl Drop for Observer {
    fn drop(&mut self) {
        self.closed();
    }
}
