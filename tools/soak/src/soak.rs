//! The run as all its threads share it: how far it is, and what was wrong.

use crate::evidence::{Evidence, Trouble};
use std::{
    sync::{
        Mutex,
        atomic::{AtomicBool, Ordering},
    },
    time::{Duration, Instant},
};
use support::lock;

/// One run.
pub(crate) struct Soak {
    pub(crate) seed: u64,
    start: Instant,
    time: Duration,
    /// How long anything may take before it is held to be wrong. It bounds failure only.
    pub(crate) patience: Duration,
    /// No more is begun.
    interrupted: AtomicBool,
    /// What was begun is left.
    over: AtomicBool,
    evidence: Mutex<Vec<Evidence>>,
}

impl Soak {
    pub(crate) fn new(seed: u64, time: Duration, patience: Duration) -> Self {
        Self {
            seed,
            start: Instant::now(),
            time,
            patience,
            interrupted: AtomicBool::new(false),
            over: AtomicBool::new(false),
            evidence: Mutex::new(Vec::new()),
        }
    }

    pub(crate) fn elapsed(&self) -> Duration {
        self.start.elapsed()
    }

    pub(crate) fn time(&self) -> Duration {
        self.time
    }

    /// The time is up now; a second time, everybody leaves what he is at.
    pub(crate) fn interrupt(&self) {
        if self.interrupted.swap(true, Ordering::SeqCst) {
            self.over.store(true, Ordering::SeqCst);
        }
    }

    /// Whether everybody was told to leave what he is at.
    pub(crate) fn is_over(&self) -> bool {
        self.over.load(Ordering::SeqCst)
    }

    /// How long a crowd stays with a server that lives through it all: some thirty times in a run, so that there are
    /// levels to be compared, but no longer than one can wait for them.
    pub(crate) fn round(&self) -> Duration {
        (self.time / 30).clamp(Duration::from_millis(500), Duration::from_secs(10))
    }

    /// Whether there is time for something more.
    pub(crate) fn has_time(&self) -> bool {
        !self.is_over() && !self.interrupted.load(Ordering::SeqCst) && self.elapsed() < self.time
    }

    pub(crate) fn go_on(&self) -> Result<(), Trouble> {
        if self.is_over() { Err(Trouble::Over) } else { Ok(()) }
    }

    /// Keeps the evidence, and ends the run: what comes after a broken promise proves little.
    pub(crate) fn accuse(&self, server: &str, what: &str) {
        let evidence = Evidence { server: server.to_owned(), when: self.elapsed(), what: what.to_owned() };
        lock(&self.evidence).push(evidence);
        self.over.store(true, Ordering::SeqCst);
    }

    pub(crate) fn evidence(&self) -> Vec<Evidence> {
        lock(&self.evidence).clone()
    }
}
