//! The end of a conversation: what the learner's code returns.

use super::super::{
    failure::Failure,
    record::{ENDLESS, Record},
};
use std::{
    sync::{Arc, Mutex, mpsc},
    time::{Duration, Instant},
};
use support::lock;

/// What is left of a conversation after a reset.
pub struct Reset<T> {
    pub(super) outcome: mpsc::Receiver<Result<T, Failure>>,
    pub(super) record: Arc<Mutex<Record>>,
}

impl<T> Reset<T> {
    /// What the learner's code returned.
    pub fn finish(self) -> T {
        ended(&self.record, &self.outcome, "waiting for your code to return after the reset", || false)
    }
}

/// Waits for what the learner's code returns. If it panicked, or spins, that is the failure.
pub(crate) fn ended<T>(
    record: &Mutex<Record>,
    outcome: &mpsc::Receiver<Result<T, Failure>>,
    step: &str,
    spins: impl Fn() -> bool,
) -> T {
    step.clone_into(&mut lock(record).step);
    let deadline = lock(record).deadline;
    loop {
        let left = deadline.saturating_duration_since(Instant::now());
        match outcome.recv_timeout(left.min(LOOK)) {
            Ok(Ok(value)) => return value,
            Ok(Err(failure)) => failure.throw(),
            Err(_) if spins() => {
                lock(record).observed.reads_after_end = ENDLESS;
                let what = "your code keeps running in a loop after the end of its input";
                Failure { hangs: true, ..Failure::new(what) }.throw()
            }
            Err(mpsc::RecvTimeoutError::Timeout) if left > LOOK => {}
            Err(_) => Failure { hangs: true, ..Failure::new(format!("{step} took too long")) }.throw(),
        }
    }
}

/// How often is looked whether code that does not return spins.
const LOOK: Duration = Duration::from_millis(250);
