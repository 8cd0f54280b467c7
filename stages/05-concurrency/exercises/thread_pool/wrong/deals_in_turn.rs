//! Deals the jobs to the workers like cards, so that one waits behind a busy worker while the next has nothing to do.
//!
//! Rejected by: a_long_job_holds_up_no_other

use std::{
    num::NonZeroUsize,
    sync::{
        atomic::{AtomicUsize, Ordering},
        mpsc,
    },
    thread,
};

type Job = Box<dyn FnOnce() + Send>;

/// A fixed number of threads that run jobs.
pub struct Pool {
    workers: Vec<mpsc::Sender<Job>>,
    turn: AtomicUsize,
}

impl Pool {
    /// Starts the given number of threads.
    pub fn new(workers: NonZeroUsize) -> Self {
        let start = |_| {
            let (jobs, queue) = mpsc::channel::<Job>();
            thread::spawn(move || queue.into_iter().for_each(|job| job()));
            jobs
        };
        Self { workers: (0..workers.get()).map(start).collect(), turn: AtomicUsize::new(0) }
    }

    /// Runs this job on one of the threads, as soon as one is free.
    pub fn execute(&self, job: impl FnOnce() + Send + 'static) {
        let turn = self.turn.fetch_add(1, Ordering::Relaxed) % self.workers.len();
        self.workers[turn].send(Box::new(job)).unwrap();
    }
}
