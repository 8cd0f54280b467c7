//! The run as all its threads share it: how long it lasts, which requirements were violated, and what is counted.

use crate::arguments::Arguments;
use std::{
    io,
    path::PathBuf,
    sync::{
        Mutex, OnceLock,
        atomic::{AtomicU64, Ordering},
    },
    time::{Duration, Instant},
};
use support::lock;

/// How long a client waits for bytes before it looks whether the run was cancelled.
pub(crate) const POLL_INTERVAL: Duration = Duration::from_millis(100);

/// How many kinds of fault there are.
pub(crate) const FAULT_KINDS: usize = 10;

/// One run.
pub(crate) struct Run {
    /// The server that is soaked.
    pub(crate) program: PathBuf,
    pub(crate) arguments: Arguments,
    pub(crate) seed: u64,
    /// When all servers listened.
    start: OnceLock<Instant>,
    /// How often it was stopped: once, and nothing more is started; twice, and what was started is abandoned.
    stops: AtomicU64,
    /// Which server violated a requirement, when, and how.
    violations: Mutex<Vec<String>>,
}

impl Run {
    pub(crate) fn new(program: PathBuf, arguments: Arguments) -> Self {
        Self {
            program,
            seed: arguments.seed.unwrap_or_else(|| fastrand::u64(..1_000_000)),
            arguments,
            start: OnceLock::new(),
            stops: AtomicU64::new(0),
            violations: Mutex::new(Vec::new()),
        }
    }

    /// All servers listen: the time begins.
    pub(crate) fn begin(&self) {
        self.elapsed();
    }

    pub(crate) fn elapsed(&self) -> Duration {
        self.start.get_or_init(Instant::now).elapsed()
    }

    /// Ends the run in good order; a second time, at once.
    pub(crate) fn interrupt(&self) {
        self.stops.fetch_add(1, Ordering::SeqCst);
    }

    pub(crate) fn is_cancelled(&self) -> bool {
        self.stops.load(Ordering::SeqCst) >= 2
    }

    /// How long the clients stay with the server that is never restarted before all of them leave, and its levels are
    /// compared: up to thirty times in a run, but no longer than one can wait for them.
    pub(crate) fn round_length(&self) -> Duration {
        (self.arguments.time() / 30).clamp(Duration::from_millis(500), Duration::from_secs(10))
    }

    /// Whether there is time for something more.
    pub(crate) fn has_time(&self) -> bool {
        self.stops.load(Ordering::SeqCst) == 0 && self.elapsed() < self.arguments.time()
    }

    pub(crate) fn ensure_running(&self) -> ClientResult {
        if self.is_cancelled() { Err(ClientError::Cancelled) } else { Ok(()) }
    }

    /// Records a violation, and cancels the run: what follows a violation proves little.
    pub(crate) fn violated(&self, server: &str, what: &str) {
        let when = self.elapsed().as_secs_f64();
        lock(&self.violations).push(format!("{when:.1} s, {server}: {what}"));
        self.stops.fetch_add(2, Ordering::SeqCst);
    }

    pub(crate) fn violations(&self) -> Vec<String> {
        lock(&self.violations).clone()
    }
}

/// What a client comes to, or why it does not continue.
pub(crate) type ClientResult<T = ()> = Result<T, ClientError>;

/// Why a client does not continue.
#[derive(Debug, PartialEq)]
pub(crate) enum ClientError {
    /// The server was full, and said so.
    Rejected,
    /// The server was shutting down, and owed it nothing.
    ShuttingDown,
    /// We were so slow ourselves that the server may have closed the connection for it.
    TooSlow,
    /// The run is over.
    Cancelled,
    /// The server has violated a requirement.
    Violation(String),
}

impl From<String> for ClientError {
    /// What the server has done against the requirements.
    fn from(violation: String) -> Self {
        Self::Violation(violation)
    }
}

impl From<io::Error> for ClientError {
    /// The system refuses what it never refuses: a false alarm is better than a fault that is missed.
    fn from(error: io::Error) -> Self {
        Self::Violation(socket_basics::reason(&error))
    }
}

/// A number that threads count together.
#[derive(Default)]
pub(crate) struct Counter(AtomicU64);

impl Counter {
    pub(crate) fn add(&self, number: u64) {
        self.0.fetch_add(number, Ordering::Relaxed);
    }

    pub(crate) fn get(&self) -> u64 {
        self.0.load(Ordering::Relaxed)
    }
}

/// The counters of one model.
#[derive(Default)]
pub(crate) struct Counters {
    pub(crate) sessions: Counter,
    pub(crate) replies: Counter,
    pub(crate) rejected: Counter,
    pub(crate) too_slow: Counter,
    pub(crate) faults: [Counter; FAULT_KINDS],
    pub(crate) accept_failures: Counter,
    pub(crate) restarts: Counter,
    pub(crate) answered_after_sigterm: Counter,
    pub(crate) exits: Counter,
    /// In milliseconds.
    pub(crate) longest_shutdown: Counter,
}

impl Counters {
    /// A server has exited as it should, this long after SIGTERM.
    pub(crate) fn exited(&self, time: Duration) {
        self.exits.add(1);
        let milliseconds = u64::try_from(time.as_millis()).unwrap_or(u64::MAX);
        self.longest_shutdown.0.fetch_max(milliseconds, Ordering::Relaxed);
    }
}
