//! A conversation between a check and the learner's code, over a real connection.

mod bulk;
mod ending;
mod receiving;

use self::ending::Reset;
pub(crate) use self::ending::ended;
use super::{
    Tap, TapOptions,
    deadline::Deadline,
    failure::{Failure, fail},
    record::{Record, current},
    tap::{Seen, Watch},
    threads::{Threads, yield_to_others},
};
use socket2::SockRef;
use std::{
    io::{self, ErrorKind, Write as _},
    net::{Ipv4Addr, Shutdown, TcpListener, TcpStream},
    sync::{Arc, Mutex, mpsc},
    thread,
    time::Duration,
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
        options.note();
        let (begun, begins) = mpsc::channel::<()>();
        let code = move || {
            drop(begun);
            // The check may have ended already.
            let _ = done.send(Failure::catch(|| code(tap)));
        };
        if let Err(error) = thread::Builder::new().name(connection.threads.name()).spawn(code) {
            fail(format!("this machine could not start a thread: {error}"))
        }
        // Nothing is ever sent. From now on the thread has its name, by which it is found.
        let _ = begins.recv();
        connection
    }

    /// The two ends of a new connection. `outcome` tells how the code ended that is given the tap.
    pub(crate) fn arranged(options: TapOptions, outcome: mpsc::Receiver<Result<T, Failure>>) -> (Self, Tap) {
        let (stream, theirs) = loopback_pair()
            .unwrap_or_else(|error| fail(format!("this machine could not connect to itself: {error}")));
        if let Some(bytes) = options.buffers {
            for end in [&stream, &theirs].map(SockRef::from) {
                // A system that refuses has buffers of its own choice, which is what it may always have.
                let _ = end.set_send_buffer_size(bytes).and_then(|()| end.set_recv_buffer_size(bytes));
            }
        }
        let tap = Tap::new(theirs, options);
        let watch = tap.watch.clone();
        let (threads, record) = (Threads::new(), current());
        lock(&record).deadline.add(threads.name());
        (Self { stream, watch, sent: 0, threads, at_end: None, outcome, record }, tap)
    }

    /// Sends bytes at once, whatever the learner's code is doing.
    pub fn send(&mut self, bytes: impl AsRef<[u8]>) -> &mut Self {
        let bytes = bytes.as_ref();
        lock(&self.record).transcript.sent(bytes);
        self.step(&format!("sending {}", shown(bytes)));
        let sent = write_all(bytes, |left| self.until_the_deadline(|| (&self.stream).write(left)));
        // Whether a closed connection refuses a write is a matter of time. What comes back tells in any case that it is closed.
        if sent.is_err_and(|error| is_timeout(&error)) {
            self.hang();
        }
        self.sent += bytes.len() as u64;
        self
    }

    /// Waits until the learner's code has taken all that was sent and asks for more, or answers, or leaves; then sends.
    /// So these bytes can never arrive together with those before.
    pub fn then_send(&mut self, bytes: impl AsRef<[u8]>) -> &mut Self {
        let written = self.seen().written;
        self.wait_until_asked_or(|seen| seen.written > written);
        self.send(bytes)
    }

    /// Waits until the learner's code has taken all that was sent and asks for more.
    pub fn until_asked_for_more(&mut self) -> &mut Self {
        self.wait_until_asked_or(|_| false);
        self
    }

    /// A read has begun after all that was sent was read. One that does not block has ended before anybody sees it run, so
    /// that it has begun is what counts.
    fn wait_until_asked_or(&self, other: impl Fn(&Seen) -> bool) {
        self.step("waiting for your code to read what was sent, and to call `read` again");
        let asked = |seen: &Seen| seen.asked_at.is_some_and(|read| read >= self.sent);
        if !self.watch.wait_until(&self.deadline(), |seen| seen.closed || other(seen) || asked(seen)) {
            self.hang();
        }
    }

    /// Ends the input of the learner's code. Its replies can still come.
    pub fn half_close(&mut self) -> &mut Self {
        lock(&self.record).transcript.note("the end of your input");
        let _ = self.stream.shutdown(Shutdown::Write);
        self.at_end = Some(self.threads.processor_time());
        self
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

    /// Has a signal interrupt a blocking write of the learner's code, or of a thread that it has started: that write then
    /// returns how many bytes it took, as it may at any time. The write has to be longer than the kernel's buffers.
    ///
    /// Only on Linux: elsewhere the write goes on.
    pub fn interrupt_a_write(&self) {
        self.step("waiting for the first of the bytes that your code sends");
        // Once they are here the write has begun, and goes on until the buffers are full. To prepare so many bytes may take
        // any time before, on a busy machine, and a signal would find no write.
        if self.until_the_deadline(|| self.stream.peek(&mut [0])).is_err_and(|error| is_timeout(&error)) {
            self.hang();
        }
        self.let_it_run();
        lock(&self.record).transcript.note("a signal interrupts the calls in which your code waits");
        self.threads.interrupt();
        self.let_it_run();
    }

    /// What the learner's code has done with its end until now.
    #[must_use]
    pub fn seen(&self) -> Seen {
        self.watch.seen()
    }

    /// The socket of the check's end.
    #[must_use]
    pub fn socket(&self) -> &TcpStream {
        &self.stream
    }

    fn step(&self, step: &str) {
        step.clone_into(&mut lock(&self.record).step);
    }

    fn deadline(&self) -> Arc<Deadline> {
        Arc::clone(&lock(&self.record).deadline)
    }

    /// The same for a call that transfers bytes, with that time as the socket's timeout.
    fn until_the_deadline<R>(&self, call: impl FnMut() -> io::Result<R>) -> io::Result<R> {
        self.until(&self.deadline(), call)
    }

    fn until<R>(&self, deadline: &Deadline, mut call: impl FnMut() -> io::Result<R>) -> io::Result<R> {
        until(deadline, |left| {
            // A timeout of nothing would mean none.
            let timeout = Some(left.max(Duration::from_millis(1)));
            let _ = self.stream.set_read_timeout(timeout);
            let _ = self.stream.set_write_timeout(timeout);
            call()
        })
    }
}

/// Makes a call that may take as long as is left, again and again as long as it is interrupted, or times out and there is time.
fn until<R>(deadline: &Deadline, mut call: impl FnMut(Duration) -> io::Result<R>) -> io::Result<R> {
    let outcome = deadline.wait(|left| Some(call(left)).filter(|outcome| !is_to_be_repeated(outcome)));
    outcome.unwrap_or_else(|| Err(ErrorKind::TimedOut.into()))
}

fn is_to_be_repeated<R>(outcome: &io::Result<R>) -> bool {
    outcome.as_ref().is_err_and(|error| error.kind() == ErrorKind::Interrupted || is_timeout(error))
}

/// Makes a call that writes again and again, until all is written or one fails.
fn write_all<E>(mut bytes: &[u8], mut write: impl FnMut(&[u8]) -> Result<usize, E>) -> Result<(), E> {
    while !bytes.is_empty() {
        bytes = &bytes[write(bytes)?..];
    }
    Ok(())
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

/// Bytes for a message: what they are if they are few, and else how many.
#[must_use]
pub fn shown(bytes: &[u8]) -> String {
    const SHOWN: usize = 40;
    match bytes.len() {
        ..=SHOWN => format!("`{}`", bytes.escape_ascii()),
        length => format!("{length} bytes"),
    }
}
