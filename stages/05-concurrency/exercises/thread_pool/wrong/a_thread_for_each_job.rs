//! Starts a thread for each job, so that ten thousand clients get ten thousand threads.
//!
//! Rejected by: there_are_no_more_threads_than_workers

use std::{num::NonZeroUsize, thread};

/// A fixed number of threads that do jobs.
pub struct Pool;

impl Pool {
    /// Starts so many threads.
    pub fn new(_workers: NonZeroUsize) -> Self {
        Self
    }

    /// Has one of the threads do this, as soon as one is free.
    pub fn execute(&self, job: impl FnOnce() + Send + 'static) {
        thread::spawn(job);
    }
}
