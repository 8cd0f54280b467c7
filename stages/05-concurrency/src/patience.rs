//! Patience: a connection that gives its client a limited time for each line and for taking its replies.

use crate::{porch::cut, roster::Roster};
use std::{
    io::{self, ErrorKind, Read, Write},
    net::TcpStream,
    time::{Duration, Instant},
};

/// A blocking connection with deadlines.
///
/// It relies on how a conversation goes: what is written are the replies to completed lines. So the time for the next
/// line runs from the first read after a write, however many drops of input follow, and the time for taking the replies
/// from the first write after a read. A client that keeps up has all its time at each turn, and the system has been
/// told so already: no system call is spent on it.
pub(crate) struct Patient<'a> {
    stream: &'a TcpStream,
    roster: &'a Roster,
    patience: Duration,
    /// Whose turn it is: the client's to take replies, or its turn to complete a line; and since when.
    writing: bool,
    due_since: Instant,
    /// What the system was last told.
    read_timeout: Duration,
    write_timeout: Duration,
}

impl<'a> Patient<'a> {
    pub(crate) fn new(stream: &'a TcpStream, roster: &'a Roster, patience: Duration) -> io::Result<Self> {
        stream.set_nonblocking(false)?; // the door's listener is not blocking, and what it accepts may inherit that
        stream.set_read_timeout(Some(patience))?;
        stream.set_write_timeout(Some(patience))?;
        Ok(Self {
            stream,
            roster,
            patience,
            due_since: Instant::now(),
            // As if it had just been written to: the first line has all the time.
            writing: true,
            read_timeout: patience,
            write_timeout: patience,
        })
    }

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

impl Read for Patient<'_> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let timeout = self.left(false)?;
        if timeout != self.read_timeout {
            self.stream.set_read_timeout(Some(timeout))?;
            self.read_timeout = timeout;
        }
        match self.stream.read(buffer)? {
            // Our own end of the input is not the client's: what it has begun to say is not to be taken for a line.
            0 if self.roster.is_closing() => Err(ErrorKind::ConnectionAborted.into()),
            count => Ok(count),
        }
    }
}

impl Write for Patient<'_> {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.write_in_time(bytes).inspect_err(|error| {
            // As the system calls a passed deadline, on Unix and on Windows.
            if matches!(error.kind(), ErrorKind::WouldBlock | ErrorKind::TimedOut) {
                cut(&self.stream.into());
            }
        })
    }

    fn flush(&mut self) -> io::Result<()> {
        self.stream.flush()
    }
}
