//! Holds the lock of the queue while a job runs, because `while let` does, so that only one worker runs.
//!
//! Rejected by: as_many_jobs_run_at_once_as_there_are_workers

use std::{
    num::NonZeroUsize,
    sync::{Arc, Mutex, mpsc},
    thread,
};

type Job = Box<dyn FnOnce() + Send>;

/// A fixed number of threads that run jobs.
pub struct Pool {
    jobs: mpsc::Sender<Job>,
}

impl Pool {
    /// Starts the given number of threads.
    pub fn new(workers: NonZeroUsize) -> Self {
        let (jobs, queue) = mpsc::channel::<Job>();
        let queue = Arc::new(Mutex::new(queue));
        for _ in 0..workers.get() {
            let queue = Arc::clone(&queue);
            thread::spawn(move || {
                while let Ok(job) = queue.lock().unwrap().recv() {
                    job();
                }
            });
        }
        Self { jobs }
    }

    /// Runs this job on one of the threads, as soon as one is free.
    pub fn execute(&self, job: impl FnOnce() + Send + 'static) {
        self.jobs.send(Box::new(job)).unwrap();
    }
}
