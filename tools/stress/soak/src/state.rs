//! The run as all its threads share it: how long it lasts, and which requirements were violated.

use std::{
    fmt, io,
    sync::{
        Mutex,
        atomic::{AtomicBool, Ordering},
    },
    time::{Duration, Instant},
};
use support::lock;

/// How long a client waits for bytes before it looks whether the run was cancelled.
pub(crate) const POLL_INTERVAL: Duration = Duration::from_millis(100);

/// One run.
pub(crate) struct Run {
    pub(crate) seed: u64,
    start: Instant,
    pub(crate) time: Duration,
    /// How long anything may take before it counts as a violation. Only a failure takes that long.
    pub(crate) timeout: Duration,
    /// Nothing more is started.
    interrupted: AtomicBool,
    /// What was started is abandoned.
    cancelled: AtomicBool,
    violations: Mutex<Vec<Violation>>,
}

impl Run {
    pub(crate) fn new(seed: u64, time: Duration, timeout: Duration) -> Self {
        Self {
            seed,
            start: Instant::now(),
            time,
            timeout,
            interrupted: AtomicBool::new(false),
            cancelled: AtomicBool::new(false),
            violations: Mutex::new(Vec::new()),
        }
    }

    pub(crate) fn elapsed(&self) -> Duration {
        self.start.elapsed()
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

    /// How long the clients stay with the server that is never restarted: about thirty times in a run, so that there are
    /// levels to compare, but no longer than one can wait for them.
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
        let violation = Violation { server: server.to_owned(), when: self.elapsed(), what: what.to_owned() };
        lock(&self.violations).push(violation);
        self.cancelled.store(true, Ordering::SeqCst);
    }

    pub(crate) fn violations(&self) -> Vec<Violation> {
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

impl ClientError {
    pub(crate) fn violation(what: impl fmt::Display) -> Self {
        Self::Violation(what.to_string())
    }
}

impl From<io::Error> for ClientError {
    /// The system refuses what it never refuses: a false alarm is better than a fault that is missed.
    fn from(error: io::Error) -> Self {
        Self::violation(socket_basics::reason(&error))
    }
}

/// A violated requirement: which server, when, and what.
#[derive(Debug, Clone)]
pub(crate) struct Violation {
    server: String,
    when: Duration,
    what: String,
}

impl fmt::Display for Violation {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "{:.1} s, {}: {}", self.when.as_secs_f64(), self.server, self.what)
    }
}
