//! The end of a conversation: what the learner's code returns.

use super::super::{
    check::{Record, lock, panicked},
    failure::Failure,
};
use std::{
    sync::{Arc, Mutex, mpsc},
    time::Instant,
};

/// What is left of a conversation after a reset.
pub struct Reset<T> {
    pub(super) outcome: mpsc::Receiver<Result<T, String>>,
    pub(super) record: Arc<Mutex<Record>>,
}

impl<T> Reset<T> {
    /// What the learner's code returned.
    pub fn finish(self) -> T {
        ended(&self.record, &self.outcome, "waiting for your code to return after the reset")
    }
}

/// Waits for what the learner's code returns. If it panicked, that is the failure.
pub(crate) fn ended<T>(record: &Mutex<Record>, outcome: &mpsc::Receiver<Result<T, String>>, step: &str) -> T {
    step.clone_into(&mut lock(record).step);
    let left = lock(record).deadline.saturating_duration_since(Instant::now());
    match outcome.recv_timeout(left) {
        Ok(Ok(value)) => value,
        Ok(Err(words)) => panicked(words).throw(),
        Err(_) => Failure { hangs: true, ..Failure::new(format!("{step} took too long")) }.throw(),
    }
}
