//! A conversation between a check and the learner's code, over a real connection.

mod bulk;
mod ending;
mod failing;
mod line;

use self::ending::Reset;
pub(crate) use self::ending::ended;
use super::{
    Tap, TapOptions,
    failure::{Difference, Failure},
    panics,
    record::{Record, current},
    tap::{Seen, Watch},
    threads::{Threads, yield_to_others},
};
use socket2::SockRef;
use std::{
    io::{self, Read as _, Write as _},
    net::{Ipv4Addr, Shutdown, TcpListener, TcpStream},
    panic::{AssertUnwindSafe, catch_unwind},
    sync::{Arc, Mutex, mpsc},
    thread,
    time::{Duration, Instant},
};
use support::{is_timeout, lock};

/// A check's end of a connection, whose peer is the learner's code.
///
/// Every wait has the check's deadline, and names itself when that passes. Everything is kept for the message.
pub struct TestConnection<T = ()> {
    stream: TcpStream,
    watch: Watch,
    sent: u64,
    pub(super) threads: Threads,
    /// How long they had used a processor when their input ended.
    at_end: Option<Duration>,
    outcome: mpsc::Receiver<Result<T, Failure>>,
    record: Arc<Mutex<Record>>,
}

impl<T: Send + 'static> TestConnection<T> {
    /// Runs `code`, the learner's, on one end of a new connection.
    pub fn with(code: impl FnOnce(Tap) -> T + Send + 'static) -> Self {
        Self::tapped(TapOptions::default(), code)
    }

    /// Runs `code` on an end that is made difficult.
    pub fn tapped(options: TapOptions, code: impl FnOnce(Tap) -> T + Send + 'static) -> Self {
        let (done, outcome) = mpsc::channel();
        let (connection, tap) = Self::arranged(options, outcome);
        connection.note_difficulties(options);
        let code = move || {
            panics::watch_this_thread();
            let outcome =
                catch_unwind(AssertUnwindSafe(|| code(tap))).map_err(|thrown| Failure::thrown(&*thrown));
            // The check may have ended already.
            let _ = done.send(outcome);
        };
        if let Err(error) = thread::Builder::new().name(connection.threads.name()).spawn(code) {
            Failure::new(format!("this machine could not start a thread: {error}")).throw()
        }
        connection
    }

    /// The two ends of a new connection. `outcome` tells how the code ended that is given the tap.
    pub(crate) fn arranged(options: TapOptions, outcome: mpsc::Receiver<Result<T, Failure>>) -> (Self, Tap) {
        let (stream, theirs) = loopback_pair().unwrap_or_else(|error| {
            Failure::new(format!("this machine could not connect to itself: {error}")).throw()
        });
        if let Some(bytes) = options.buffers {
            for end in [&stream, &theirs].map(SockRef::from) {
                // A system that refuses has buffers of its own choice, which is what it may always have.
                let _ = end.set_send_buffer_size(bytes).and_then(|()| end.set_recv_buffer_size(bytes));
            }
        }
        let tap = Tap::new(theirs, options);
        let watch = tap.watch();
        let (threads, record) = (Threads::new(), current());
        (Self { stream, watch, sent: 0, threads, at_end: None, outcome, record }, tap)
    }

    /// Has the message tell how the connection is made difficult.
    pub(crate) fn note_difficulties(&self, options: TapOptions) {
        for difficulty in options.difficulties() {
            lock(&self.record).transcript.note(difficulty);
        }
    }

    /// Sends bytes at once, whatever the learner's code is doing.
    pub fn send(&mut self, bytes: impl AsRef<[u8]>) -> &mut Self {
        let bytes = bytes.as_ref();
        lock(&self.record).transcript.sent(bytes);
        self.step(&format!("sending {}", shown(bytes)));
        let _ = self.stream.set_write_timeout(Some(self.time_left()));
        // Whether a closed connection refuses a write is a matter of time. What comes back tells in any case that it is closed.
        if self.stream.write_all(bytes).is_err_and(|error| is_timeout(&error)) {
            self.hang();
        }
        self.sent += bytes.len() as u64;
        self
    }

    /// Waits until the learner's code has taken all that was sent and asks for more, or answers, or leaves; then sends.
    /// So these bytes can never arrive together with those before.
    pub fn then_send(&mut self, bytes: impl AsRef<[u8]>) -> &mut Self {
        let written = self.watch.seen().written;
        let sent = self.sent;
        self.step("waiting for your code to read what was sent, and to call `read` again");
        let settled = move |seen: &Seen| seen.closed || seen.written > written || asks_for_more(seen, sent);
        if !self.watch.wait_until(self.deadline(), settled) {
            self.hang();
        }
        self.send(bytes)
    }

    /// Waits until the learner's code has taken all that was sent and asks for more.
    pub fn until_asked_for_more(&mut self) -> &mut Self {
        let sent = self.sent;
        self.step("waiting for your code to read what was sent, and to call `read` again");
        let asked = move |seen: &Seen| seen.closed || asks_for_more(seen, sent);
        if !self.watch.wait_until(self.deadline(), asked) {
            self.hang();
        }
        self
    }

    /// Ends the input of the learner's code. Its replies can still come.
    pub fn half_close(&mut self) -> &mut Self {
        lock(&self.record).transcript.note("the end of your input");
        let _ = self.stream.shutdown(Shutdown::Write);
        self.at_end = Some(self.threads.processor_time());
        self
    }

    /// The next bytes that come must be these.
    pub fn expect(&mut self, expected: impl AsRef<[u8]>) -> &mut Self {
        let expected = expected.as_ref();
        self.step(&format!("waiting for {}", shown(expected)));
        let mut received = Vec::new();
        let mut buffer = vec![0; expected.len().min(64 * 1024)];
        while received.len() < expected.len() {
            let room = buffer.len().min(expected.len() - received.len());
            let count = self.receive(&mut buffer[..room], expected, &received);
            received.extend_from_slice(&buffer[..count]);
            let same = received.len().saturating_sub(count);
            if count == 0 || received[same..] != expected[same..received.len()] {
                self.read_on(&mut received, expected.len());
                self.differs(expected, &received, count == 0);
            }
        }
        self
    }

    /// Nothing more may come, and the learner's code must end its output.
    pub fn expect_end(&mut self) -> &mut Self {
        self.step("waiting for your code to end the connection");
        let mut more = vec![0; 256];
        let count = self.receive(&mut more, &[], &[]);
        if count > 0 {
            more.truncate(count);
            self.read_on(&mut more, 256);
            let difference = Some(Difference::of_bytes(b"", &more));
            self.throw(Failure { difference, ..Failure::new("your code sent more than it should") });
        }
        lock(&self.record).transcript.note("the end of your output");
        self
    }

    /// All that comes until the learner's code ends its output.
    pub fn rest(&mut self) -> Vec<u8> {
        self.step("waiting for your code to end the connection");
        let mut received = Vec::new();
        let mut buffer = [0; 4096];
        loop {
            match self.receive(&mut buffer, &[], &[]) {
                0 => return received,
                count => received.extend_from_slice(&buffer[..count]),
            }
        }
    }

    /// What the learner's code returned.
    pub fn finish(self) -> T {
        ended(&self.record, &self.outcome, "waiting for your code to return", || self.spins())
    }

    /// Breaks the connection with a reset, so that the learner's code meets an error.
    pub fn reset(self) -> Reset<T> {
        lock(&self.record).transcript.note("the connection is reset");
        let _ = SockRef::from(&self.stream).set_linger(Some(Duration::ZERO));
        Reset { outcome: self.outcome, record: self.record }
    }

    /// Returns when the learner's code and the threads that it has started are done with what they can do now, as
    /// with [`let_others_run`](crate::let_others_run).
    pub fn let_it_run(&self) {
        yield_to_others();
        self.threads.settle();
    }

    /// How many reads the learner's code has made that have ended.
    #[must_use]
    pub fn reads(&self) -> u64 {
        self.watch.seen().reads
    }

    /// How many writes the learner's code has made.
    #[must_use]
    pub fn writes(&self) -> u64 {
        self.watch.seen().writes
    }

    /// The most that the learner's code has held at any time: what it had read and not yet written.
    #[must_use]
    pub fn most_held(&self) -> u64 {
        self.watch.seen().most_held
    }

    /// The socket of the check's end.
    #[must_use]
    pub fn socket(&self) -> &TcpStream {
        &self.stream
    }

    /// One read, of which a passed deadline or a broken connection is a failure. No bytes are the end.
    fn receive(&self, buffer: &mut [u8], expected: &[u8], before: &[u8]) -> usize {
        let _ = self.stream.set_read_timeout(Some(self.time_left()));
        match (&self.stream).read(buffer) {
            Ok(count) => {
                if count > 0 {
                    lock(&self.record).transcript.received(&buffer[..count]);
                }
                count
            }
            Err(error) if is_timeout(&error) => self.silent(expected, before),
            Err(_) => self.broken(expected, before),
        }
    }

    fn step(&self, step: &str) {
        step.clone_into(&mut lock(&self.record).step);
    }

    fn deadline(&self) -> Instant {
        lock(&self.record).deadline
    }

    /// What is left of the check's time; a timeout of nothing would mean none.
    fn time_left(&self) -> Duration {
        self.deadline().saturating_duration_since(Instant::now()).max(Duration::from_millis(1))
    }
}

/// Whether a read has begun after all that was sent was read. One that does not block has ended before anybody sees it
/// run, so that it has begun is what counts.
fn asks_for_more(seen: &Seen, sent: u64) -> bool {
    seen.asked_at.is_some_and(|read| read >= sent)
}

/// The two ends of a new connection of this machine to itself.
fn loopback_pair() -> io::Result<(TcpStream, TcpStream)> {
    let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0))?;
    let ours = TcpStream::connect(listener.local_addr()?)?;
    let (theirs, _) = listener.accept()?;
    ours.set_nodelay(true)?;
    theirs.set_nodelay(true)?;
    Ok((ours, theirs))
}

fn shown(bytes: &[u8]) -> String {
    const SHOWN: usize = 40;
    match bytes.len() {
        ..=SHOWN => format!("`{}`", bytes.escape_ascii()),
        length => format!("{length} bytes"),
    }
}
