//! A blocking connection with an idle timeout: a limited time for each request, and for taking the replies.

use crate::shutdown::{DRAIN_TIMEOUT, Shutdown, ShuttingDown};
use std::{
    io::{self, ErrorKind, Read, Write},
    mem,
    net::TcpStream,
    time::{Duration, Instant},
};

/// How long a thread waits for its client before it looks whether the server is shutdown.
///
/// A read that waits cannot be ended by another thread: shutting the connection down does it on Linux, but throws away
/// on macOS what has arrived, and on Windows resets the connection. So no read waits for long, and no write. The price is small: ten
/// thousand silent clients keep a processor busy for a twentieth of its time.
const POLL_INTERVAL: Duration = Duration::from_secs(1);

/// A blocking connection with deadlines.
///
/// It relies on how a conversation goes: what is written are the replies to completed lines. So the time for the next
/// line runs from the first read after a write, however many drops of input follow, and the time for taking the replies
/// from the first write after a read. The system is told only what changes: a client that keeps up costs no call more.
pub(crate) struct TimedStream<'a> {
    stream: &'a TcpStream,
    shutdown: &'a Shutdown,
    idle_timeout: Duration,
    /// Whose turn it is: the client's to take replies, or its turn to complete a line; and since when.
    writing: bool,
    due_since: Instant,
    /// It was late, and had a last look for its input.
    looked: bool,
    /// When the conversation ends though the client goes on, once the server is shutdown.
    ends_at: Option<Instant>,
    /// What the system was last told.
    read_timeout: Duration,
    write_timeout: Duration,
}

impl<'a> TimedStream<'a> {
    pub(crate) fn new(
        stream: &'a TcpStream,
        shutdown: &'a Shutdown,
        idle_timeout: Duration,
    ) -> io::Result<Self> {
        stream.set_nonblocking(false)?; // the door's listener is not blocking, and what it accepts may inherit that
        let read_timeout = idle_timeout.min(POLL_INTERVAL);
        stream.set_read_timeout(Some(read_timeout))?;
        stream.set_write_timeout(Some(read_timeout))?;
        Ok(Self {
            stream,
            shutdown,
            idle_timeout,
            due_since: Instant::now(),
            // As if it had just been written to: the first line has all the time.
            writing: true,
            looked: false,
            ends_at: None,
            read_timeout,
            write_timeout: read_timeout,
        })
    }

    // ANCHOR: time_left
    /// What is left of the patience, if anything; all of it, if the client has only now become due.
    fn time_left(&mut self, writing: bool) -> Option<Duration> {
        if self.writing != writing {
            self.writing = writing;
            self.due_since = Instant::now();
            self.looked = false;
        }
        self.idle_timeout.checked_sub(self.due_since.elapsed()).filter(|left| !left.is_zero())
    }
    // ANCHOR_END: time_left

    fn read_within(&mut self, timeout: Duration, buffer: &mut [u8]) -> io::Result<usize> {
        if timeout != self.read_timeout {
            self.stream.set_read_timeout(Some(timeout))?;
            self.read_timeout = timeout;
        }
        let mut stream = self.stream;
        stream.read(buffer)
    }

    fn write_within(&mut self, timeout: Duration, bytes: &[u8]) -> io::Result<usize> {
        if timeout != self.write_timeout {
            self.stream.set_write_timeout(Some(timeout))?;
            self.write_timeout = timeout;
        }
        let mut stream = self.stream;
        stream.write(bytes)
    }

    /// The client seems to be late. But time passes also while this process is suspended (Ctrl+Z), and what the client
    /// sent meanwhile is here. One look is enough: it completes a line, or there is none.
    fn look_once_more(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        if mem::replace(&mut self.looked, true) {
            return Err(ErrorKind::TimedOut.into());
        }
        self.without_waiting(|mut stream| stream.read(buffer), || ErrorKind::TimedOut.into())
    }

    /// The same for writing: a client that has made room has as much time again for what does not fit.
    fn write_once_more(&mut self, bytes: &[u8]) -> io::Result<usize> {
        let written =
            self.without_waiting(|mut stream| stream.write(bytes), || ErrorKind::TimedOut.into())?;
        self.due_since = Instant::now();
        Ok(written)
    }

    /// Reads or writes what is possible at once; where nothing is, that is this error.
    fn without_waiting(
        &self,
        work: impl FnOnce(&TcpStream) -> io::Result<usize>,
        nothing: impl FnOnce() -> io::Error,
    ) -> io::Result<usize> {
        self.stream.set_nonblocking(true)?;
        let outcome = work(self.stream);
        self.stream.set_nonblocking(false)?;
        outcome.map_err(|error| if is_late(&error) { nothing() } else { error })
    }

    /// Whether the server is shutdown, and the client has had its last moment.
    fn is_over(&mut self) -> bool {
        self.shutdown.has_begun() && {
            let now = Instant::now();
            now >= *self.ends_at.get_or_insert(now + DRAIN_TIMEOUT)
        }
    }
}

// ANCHOR: read
impl Read for TimedStream<'_> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        while !self.shutdown.has_begun() {
            let Some(left) = self.time_left(false) else { return self.look_once_more(buffer) };
            match self.read_within(left.min(POLL_INTERVAL), buffer) {
                // Only a tick may have passed: whether it was the patience, the next round tells.
                Err(error) if is_late(&error) => {}
                outcome => return outcome,
            }
        }
        if self.is_over() {
            return Err(ShuttingDown.into());
        }
        self.without_waiting(|mut stream| stream.read(buffer), || ShuttingDown.into())
    }
}
// ANCHOR_END: read

impl Write for TimedStream<'_> {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        while !self.is_over() {
            let Some(left) = self.time_left(true) else { return self.write_once_more(bytes) };
            match self.write_within(left.min(POLL_INTERVAL), bytes) {
                Err(error) if is_late(&error) => {}
                outcome => return outcome,
            }
        }
        Err(ShuttingDown.into())
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

#[cfg(test)]
mod tests {
    use super::*;
    use testkit::Peer;

    /// Has a client be due since long ago, as after a suspension, and looks what becomes of it.
    fn overdue(writing: bool, check: impl FnOnce(&mut Peer, &mut TimedStream<'_>)) {
        let listener = socket_basics::listen_at("127.0.0.1:0".parse().unwrap()).unwrap();
        let mut peer = Peer::connect(listener.local_addr().unwrap());
        let (stream, shutdown) = (listener.accept().unwrap().0, Shutdown::default());
        let mut timed = TimedStream::new(&stream, &shutdown, Duration::from_millis(1)).unwrap();
        timed.writing = writing;
        while timed.time_left(writing).is_some() {}
        check(&mut peer, &mut timed);
    }

    #[test]
    fn a_client_that_seems_late_is_not_if_its_bytes_are_here() {
        overdue(false, |peer, timed| {
            peer.send("1");
            assert_eq!(timed.read(&mut [0; 9]).unwrap(), 1);
            // They completed no line, and there are no more.
            assert_eq!(timed.read(&mut [0; 9]).unwrap_err().kind(), ErrorKind::TimedOut);
        });
    }

    #[test]
    fn a_client_that_seems_late_is_not_if_there_is_room_for_its_replies() {
        overdue(true, |peer, timed| {
            timed.write_all(b"2\n").unwrap();
            peer.expect("2");
        });
    }

    #[test]
    fn a_client_that_sent_nothing_is_late() {
        overdue(false, |_, timed| {
            assert_eq!(timed.read(&mut [0; 9]).unwrap_err().kind(), ErrorKind::TimedOut);
        });
    }
}
