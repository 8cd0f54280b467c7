//! A tap: a connection that tells a check when it is read from and written to, and that can be made difficult.

use super::{Clock, deadline::Deadline, observer::Observer, record::note};
use std::{
    io::{self, ErrorKind, Read, Write},
    net::TcpStream,
    sync::{Arc, Condvar, Mutex},
    thread,
    time::Duration,
};
use support::{lock, wait_while};

/// The learner's end of a connection: a real socket with an observer.
#[derive(Debug)]
pub struct Tap {
    stream: TcpStream,
    pub(crate) watch: Watch,
    observer: Observer,
    slow: Option<(Clock, Duration)>,
}

/// How a connection may break, for reads and writes that fail.
pub const WAYS_TO_BREAK: [ErrorKind; 6] = [
    ErrorKind::ConnectionReset,
    ErrorKind::ConnectionAborted,
    ErrorKind::BrokenPipe,
    ErrorKind::TimedOut,
    ErrorKind::HostUnreachable,
    ErrorKind::Other,
];

/// How a connection is made difficult, in ways that every real one may be.
#[derive(Debug, Clone, Copy, Default)]
pub struct TapOptions {
    /// A read takes at most so many bytes.
    pub read_at_most: Option<usize>,
    /// A write takes at most so many bytes: `write` may always take less than it is offered.
    pub write_at_most: Option<usize>,
    /// Each read and write is interrupted so many times first, as by a signal that comes again and again.
    pub interruptions: u64,
    /// After so many bytes every read fails so, as on a connection that breaks.
    pub reads_fail: Option<(u64, ErrorKind)>,
    /// Every write fails so, as on a connection that the peer has reset.
    pub writes_fail: Option<ErrorKind>,
    /// Between the two ends the system holds little more than so many bytes each way, however much it would like to.
    pub buffers: Option<usize>,
}

impl TapOptions {
    /// Has the message of the check that runs tell of them.
    pub(crate) fn note(self) {
        self.difficulties().for_each(note);
    }

    fn difficulties(self) -> impl Iterator<Item = String> {
        let reads = self.read_at_most.map(|count| format!("each read returns at most {}", bytes(count)));
        let writes = self.write_at_most.map(|count| format!("each write accepts at most {}", bytes(count)));
        let interruptions = match self.interruptions {
            0 => None,
            1 => Some("every other read and write is interrupted first".to_owned()),
            times => Some(format!("each read and write is interrupted {times} times first")),
        };
        let reads_fail = self.reads_fail.map(|(count, kind)| match count {
            0 => format!("every read fails: {kind}"),
            _ => format!("after {count} bytes every read fails: {kind}"),
        });
        let writes_fail = self.writes_fail.map(|kind| format!("every write fails: {kind}"));
        let buffers = self
            .buffers
            .map(|count| format!("the kernel's buffers hold about {count} bytes in each direction"));
        [reads, writes, interruptions, reads_fail, writes_fail, buffers].into_iter().flatten()
    }

    /// How many bytes a read brings at most when so many were read before, unless it fails.
    pub(crate) fn most_to_read(self, read: u64, room: usize) -> io::Result<usize> {
        let room = room.min(self.read_at_most.unwrap_or(usize::MAX));
        match self.reads_fail {
            Some((count, kind)) if read >= count => Err(kind.into()),
            Some((count, _)) => Ok(room.min(usize::try_from(count - read).unwrap_or(usize::MAX))),
            None => Ok(room),
        }
    }

    /// How many of so many bytes a write takes at most, unless it fails.
    pub(crate) fn most_to_write(self, offered: usize) -> io::Result<usize> {
        match self.writes_fail {
            Some(kind) => Err(kind.into()),
            None => Ok(offered.min(self.write_at_most.unwrap_or(usize::MAX))),
        }
    }
}

fn bytes(count: usize) -> String {
    format!("{count} byte{}", if count == 1 { "" } else { "s" })
}

impl Tap {
    pub(crate) fn new(stream: TcpStream, options: TapOptions) -> Self {
        Self { stream, watch: Watch::default(), observer: Observer::new(options), slow: None }
    }

    /// The socket below, for what only a socket can do: deadlines, half-close, addresses.
    #[must_use]
    pub fn socket(&self) -> &TcpStream {
        &self.stream
    }

    /// From here on, each byte that is read takes so long on this clock: a slow client, for whom nobody has to wait.
    #[must_use]
    pub fn slow(mut self, clock: &Clock, a_byte: Duration) -> Self {
        self.slow = Some((clock.clone(), a_byte));
        self
    }
}

impl Read for Tap {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let Self { stream, watch, observer, slow } = self;
        let outcome = observer.read(buffer, |buffer| {
            watch.change(|seen| seen.asked_at = Some(seen.read));
            stream.read(buffer)
        });
        if let (Some((clock, a_byte)), Ok(count)) = (slow, &outcome) {
            clock.advance(*a_byte * u32::try_from(*count).unwrap_or(u32::MAX));
        }
        self.watch.change(|seen| {
            seen.zero_reads = self.observer.zero_reads;
            seen.reads += 1;
            seen.read = self.observer.read;
            seen.most_held = seen.most_held.max(seen.read.saturating_sub(seen.written));
        });
        outcome
    }
}

impl Write for Tap {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        let Self { stream, watch, observer, .. } = self;
        observer.write(bytes, |bytes| {
            let outcome = stream.write(bytes);
            watch.change(|seen| {
                seen.writes += 1;
                seen.written += *outcome.as_ref().unwrap_or(&0) as u64;
            });
            outcome
        })
    }

    fn flush(&mut self) -> io::Result<()> {
        self.stream.flush()
    }
}

impl Drop for Tap {
    fn drop(&mut self) {
        self.observer.closed();
        self.watch.change(|seen| {
            seen.closed = true;
            seen.panicked = thread::panicking();
        });
    }
}

/// What a tap has seen, for the check that waits for it.
#[derive(Debug, Clone, Default)]
pub(crate) struct Watch(Arc<(Mutex<Seen>, Condvar)>);

/// What the learner's code has done with its end.
#[derive(Debug, Clone, Copy, Default)]
pub struct Seen {
    /// How much had been read when the last read began.
    pub asked_at: Option<u64>,
    /// How many reads have ended.
    pub reads: u64,
    /// How many of the last reads, in a row, gave nothing.
    pub zero_reads: u64,
    /// How many bytes were read.
    pub read: u64,
    /// How many writes have ended.
    pub writes: u64,
    /// How many bytes were written.
    pub written: u64,
    /// The most bytes that had been read and not yet written, at any time.
    pub most_held: u64,
    /// It was closed.
    pub closed: bool,
    /// It was closed by a panic.
    pub panicked: bool,
}

impl Watch {
    fn change(&self, change: impl FnOnce(&mut Seen)) {
        change(&mut lock(&self.0.0));
        self.0.1.notify_all();
    }

    pub(crate) fn seen(&self) -> Seen {
        *lock(&self.0.0)
    }

    /// Waits until what was seen is such; false when it is not by the deadline.
    pub(crate) fn wait_until(&self, deadline: &Deadline, such: impl Fn(&Seen) -> bool) -> bool {
        let seen = |left| wait_while(&self.0.1, lock(&self.0.0), left, |seen| !such(seen));
        deadline.wait(|left| such(&seen(left)).then_some(())).is_some()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{Exercise, TestConnection};
    use std::sync::mpsc;

    #[test]
    fn each_byte_of_a_slow_tap_takes_its_time_on_the_clock() {
        Exercise { name: "test", read: "nothing" }.check("a requirement.", "a cause.", || {
            let clock = Clock::default();
            let (start, theirs) = (clock.now(), clock.clone());
            let mut connection = TestConnection::with(move |tap| {
                io::copy(&mut tap.slow(&theirs, Duration::from_secs(2)), &mut io::sink())
            });
            connection.send("slow").half_close();
            assert_eq!(connection.finish().unwrap(), 4);
            assert_eq!(clock.now() - start, Duration::from_secs(8));
        });
    }

    #[test]
    fn a_read_that_does_not_block_is_seen_to_ask_for_more() {
        Exercise { name: "test", read: "nothing" }.check("a requirement.", "a cause.", || {
            let (done, has_read) = mpsc::channel();
            let (go_on, wait) = mpsc::channel::<()>();
            let mut connection = TestConnection::with(move |mut tap| {
                tap.socket().set_nonblocking(true).unwrap();
                assert_eq!(tap.read(&mut [0; 16]).unwrap_err().kind(), ErrorKind::WouldBlock);
                done.send(()).unwrap();
                let _ = wait.recv();
            });
            has_read.recv().unwrap();
            connection.until_asked_for_more();
            drop(go_on);
            connection.finish();
        });
    }

    #[test]
    fn reads_fail_after_as_many_bytes_as_they_are_told_to() {
        Exercise { name: "test", read: "nothing" }.check("a requirement.", "a cause.", || {
            let reads_fail = Some((3, ErrorKind::TimedOut));
            let options = TapOptions { reads_fail, ..TapOptions::default() };
            let mut connection = TestConnection::tapped(options, |mut tap| {
                let mut taken = Vec::new();
                (tap.read_to_end(&mut taken).map_err(|error| error.kind()), taken)
            });
            connection.send("abcdef");
            assert_eq!(connection.finish(), (Err(ErrorKind::TimedOut), b"abc".to_vec()));
        });
    }

    #[test]
    fn a_call_is_interrupted_as_often_as_it_is_told_to_be() {
        Exercise { name: "test", read: "nothing" }.check("a requirement.", "a cause.", || {
            let options = TapOptions { interruptions: 2, ..TapOptions::default() };
            let connection = TestConnection::tapped(options, |mut tap| {
                let mut write = || tap.write(b"x").map_err(|error| error.kind());
                [write(), write(), write(), write()]
            });
            let interrupted = Err(ErrorKind::Interrupted);
            assert_eq!(connection.finish(), [interrupted, interrupted, Ok(1), interrupted]);
        });
    }

    #[test]
    fn writes_fail_when_they_are_told_to() {
        Exercise { name: "test", read: "nothing" }.check("a requirement.", "a cause.", || {
            let options = TapOptions { writes_fail: Some(ErrorKind::BrokenPipe), ..TapOptions::default() };
            let connection =
                TestConnection::tapped(options, |mut tap| tap.write(b"x").map_err(|error| error.kind()));
            assert_eq!(connection.finish(), Err(ErrorKind::BrokenPipe));
        });
    }

    #[test]
    fn what_makes_a_connection_difficult_is_told_and_nothing_else() {
        let options = TapOptions { write_at_most: Some(3), interruptions: 1, ..TapOptions::default() };
        let told = options.difficulties().collect::<Vec<_>>();
        assert_eq!(
            told,
            ["each write accepts at most 3 bytes", "every other read and write is interrupted first"]
        );
        assert_eq!(TapOptions::default().difficulties().count(), 0);
    }
}
