//! All workers wait at one queue, and hold its lock no longer than it takes to get a job out of it.

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
        let (jobs, queue) = mpsc::channel();
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
        // It fails when all workers have gone, and they stay as long as there is a pool.
        let _ = self.jobs.send(Box::new(job));
    }
}

/// Waits for a job. The lock is released when this returns; a `while let` on it would hold it until the job is done.
fn next(queue: &Mutex<mpsc::Receiver<Job>>) -> Option<Job> {
    queue.lock().ok()?.recv().ok()
}
