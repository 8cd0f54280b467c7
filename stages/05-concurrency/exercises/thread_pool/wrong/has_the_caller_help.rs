//! Runs a job on the caller's thread when many wait already, so that no job waits for long.
//!
//! Rejected by: jobs_wait_in_a_queue_but_their_callers_do_not

use std::{
    num::NonZeroUsize,
    sync::{
        Arc, Mutex,
        mpsc::{self, Receiver, SyncSender, TrySendError},
    },
    thread,
};

type Job = Box<dyn FnOnce() + Send>;

/// A fixed number of threads that run jobs.
pub struct Pool {
    jobs: SyncSender<Job>,
}

impl Pool {
    /// Starts the given number of threads.
    pub fn new(workers: NonZeroUsize) -> Self {
        let (jobs, queue) = mpsc::sync_channel(1024);
        let queue = Arc::new(Mutex::new(queue));
        for _ in 0..workers.get() {
            let queue = Arc::clone(&queue);
            thread::spawn(move || {
                while let Some(job) = next(&queue) {
                    job();
                }
            });
        }
        Self { jobs }
    }

    /// Runs this job on one of the threads, as soon as one is free.
    pub fn execute(&self, job: impl FnOnce() + Send + 'static) {
        match self.jobs.try_send(Box::new(job)) {
            Ok(()) => {}
            Err(TrySendError::Full(job) | TrySendError::Disconnected(job)) => job(),
        }
    }
}

fn next(queue: &Mutex<Receiver<Job>>) -> Option<Job> {
    queue.lock().ok()?.recv().ok()
}
