//! Patience: a connection that gives its client a limited time for each line and for taking its replies.

use crate::{
    closing::{Closing, Dismissed},
    porch::cut,
};
use std::{
    io::{self, ErrorKind, Read, Write},
    net::TcpStream,
    time::{Duration, Instant},
};

/// How long a thread waits for input before it looks whether the server is closing.
///
/// A read that waits cannot be ended by another thread: shutting the connection down does it on Linux, but throws away
/// on macOS what has arrived, and on Windows resets the connection. So no read waits for long. The price is small: ten
/// thousand silent clients keep a processor busy for a twentieth of its time.
const TICK: Duration = Duration::from_secs(1);

/// A blocking connection with deadlines.
///
/// It relies on how a conversation goes: what is written are the replies to completed lines. So the time for the next
/// line runs from the first read after a write, however many drops of input follow, and the time for taking the replies
/// from the first write after a read. The system is told only what changes: a client that keeps up costs no call more.
pub(crate) struct Patient<'a> {
    stream: &'a TcpStream,
    closing: &'a Closing,
    patience: Duration,
    /// Whose turn it is: the client's to take replies, or its turn to complete a line; and since when.
    writing: bool,
    due_since: Instant,
    /// What the system was last told.
    read_timeout: Duration,
    write_timeout: Duration,
}

impl<'a> Patient<'a> {
    pub(crate) fn new(stream: &'a TcpStream, closing: &'a Closing, patience: Duration) -> io::Result<Self> {
        stream.set_nonblocking(false)?; // the door's listener is not blocking, and what it accepts may inherit that
        let read_timeout = patience.min(TICK);
        stream.set_read_timeout(Some(read_timeout))?;
        stream.set_write_timeout(Some(patience))?;
        Ok(Self {
            stream,
            closing,
            patience,
            due_since: Instant::now(),
            // As if it had just been written to: the first line has all the time.
            writing: true,
            read_timeout,
            write_timeout: patience,
        })
    }

    // ANCHOR: left
    /// What is left of the patience; all of it, if the client has only now become due.
    fn left(&mut self, writing: bool) -> io::Result<Duration> {
        if self.writing != writing {
            self.writing = writing;
            self.due_since = Instant::now();
            return Ok(self.patience);
        }
        let left = self.patience.saturating_sub(self.due_since.elapsed());
        if left.is_zero() { Err(ErrorKind::TimedOut.into()) } else { Ok(left) }
    }
    // ANCHOR_END: left

    fn read_in_time(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let timeout = self.left(false)?.min(TICK);
        if timeout != self.read_timeout {
            self.stream.set_read_timeout(Some(timeout))?;
            self.read_timeout = timeout;
        }
        let mut stream = self.stream;
        stream.read(buffer)
    }

    /// Reads without waiting; where nothing is, the conversation is over.
    fn read_what_is_here(&self, buffer: &mut [u8]) -> io::Result<usize> {
        if self.closing.is_over() {
            return Err(Dismissed.into());
        }
        let mut stream = self.stream;
        stream.set_nonblocking(true)?;
        let outcome = stream.read(buffer);
        stream.set_nonblocking(false)?;
        outcome.map_err(|error| if is_late(&error) { Dismissed.into() } else { error })
    }

    fn write_in_time(&mut self, bytes: &[u8]) -> io::Result<usize> {
        let timeout = self.left(true)?;
        if timeout != self.write_timeout {
            self.stream.set_write_timeout(Some(timeout))?;
            self.write_timeout = timeout;
        }
        let mut stream = self.stream;
        stream.write(bytes)
    }
}

// ANCHOR: read
impl Read for Patient<'_> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        while !self.closing.has_begun() {
            match self.read_in_time(buffer) {
                // Only a tick may have passed: whether it was the patience, the next round tells.
                Err(error) if is_late(&error) && self.left(false).is_ok() => {}
                outcome => return outcome,
            }
        }
        self.read_what_is_here(buffer)
    }
}
// ANCHOR_END: read

impl Write for Patient<'_> {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.write_in_time(bytes).inspect_err(|error| {
            if is_late(error) {
                cut(&self.stream.into());
            }
        })
    }

    fn flush(&mut self) -> io::Result<()> {
        let mut stream = self.stream;
        stream.flush()
    }
}

/// Whether a deadline has passed: `WouldBlock` on Unix, `TimedOut` on Windows and from ourselves.
fn is_late(error: &io::Error) -> bool {
    matches!(error.kind(), ErrorKind::WouldBlock | ErrorKind::TimedOut)
}
