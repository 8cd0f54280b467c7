//! Has a queue without room: the caller waits until a worker takes the job.
//!
//! Rejected by: jobs_wait_in_a_queue_but_their_callers_do_not

use std::{
    num::NonZeroUsize,
    sync::{Arc, Mutex, mpsc},
    thread,
};

type Job = Box<dyn FnOnce() + Send>;

/// A fixed number of threads that run jobs.
pub struct Pool {
    jobs: mpsc::SyncSender<Job>,
}

impl Pool {
    /// Starts the given number of threads.
    pub fn new(workers: NonZeroUsize) -> Self {
        let (jobs, queue) = mpsc::sync_channel::<Job>(0);
        let queue = Arc::new(Mutex::new(queue));
        for _ in 0..workers.get() {
            let queue = Arc::clone(&queue);
            thread::spawn(move || {
                loop {
                    let Ok(job) = queue.lock().unwrap().recv() else { break };
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
