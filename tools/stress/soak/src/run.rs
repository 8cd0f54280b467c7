//! The run as all its threads share it: how long it lasts, and which requirements were violated.

use crate::arguments::Arguments;
use std::{
    io,
    path::PathBuf,
    sync::{
        Mutex, OnceLock,
        atomic::{AtomicBool, Ordering},
    },
    time::{Duration, Instant},
};
use support::lock;

/// How long a client waits for bytes before it looks whether the run was cancelled.
pub(crate) const POLL_INTERVAL: Duration = Duration::from_millis(100);

/// One run.
pub(crate) struct Run {
    /// The server that is soaked.
    pub(crate) program: PathBuf,
    pub(crate) seed: u64,
    /// How many healthy clients each server has at a time, and as many faulty ones.
    pub(crate) clients: u64,
    pub(crate) time: Duration,
    /// How long anything may take before it counts as a violation. Only a failure takes that long.
    pub(crate) timeout: Duration,
    /// When all servers listened.
    start: OnceLock<Instant>,
    /// Nothing more is started.
    interrupted: AtomicBool,
    /// What was started is abandoned.
    cancelled: AtomicBool,
    /// Which server violated a requirement, when, and how.
    violations: Mutex<Vec<String>>,
}

impl Run {
    pub(crate) fn new(program: PathBuf, arguments: &Arguments) -> Self {
        Self {
            program,
            seed: arguments.seed.unwrap_or_else(|| fastrand::u64(..1_000_000)),
            clients: arguments.clients.into(),
            time: arguments.time(),
            timeout: arguments.timeout(),
            start: OnceLock::new(),
            interrupted: AtomicBool::new(false),
            cancelled: AtomicBool::new(false),
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
        if self.interrupted.swap(true, Ordering::SeqCst) {
            self.cancelled.store(true, Ordering::SeqCst);
        }
    }

    pub(crate) fn is_cancelled(&self) -> bool {
        self.cancelled.load(Ordering::SeqCst)
    }

    /// How long the clients stay with the server that is never restarted before all of them leave, and its levels are
    /// compared: up to thirty times in a run, but no longer than one can wait for them.
    pub(crate) fn round_length(&self) -> Duration {
        (self.time / 30).clamp(Duration::from_millis(500), Duration::from_secs(10))
    }

    /// Whether there is time for something more.
    pub(crate) fn has_time(&self) -> bool {
        !self.is_cancelled() && !self.interrupted.load(Ordering::SeqCst) && self.elapsed() < self.time
    }

    pub(crate) fn ensure_running(&self) -> Result<(), ClientError> {
        if self.is_cancelled() { Err(ClientError::Cancelled) } else { Ok(()) }
    }

    /// Records a violation, and cancels the run: what follows a violation proves little.
    pub(crate) fn violated(&self, server: &str, what: &str) {
        let when = self.elapsed().as_secs_f64();
        lock(&self.violations).push(format!("{when:.1} s, {server}: {what}"));
        self.cancelled.store(true, Ordering::SeqCst);
    }

    pub(crate) fn violations(&self) -> Vec<String> {
        lock(&self.violations).clone()
    }
}

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

impl From<io::Error> for ClientError {
    /// The system refuses what it never refuses: a false alarm is better than a fault that is missed.
    fn from(error: io::Error) -> Self {
        Self::Violation(socket_basics::reason(&error))
    }
}
