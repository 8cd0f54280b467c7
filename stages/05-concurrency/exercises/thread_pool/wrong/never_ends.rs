//! Goes on asking for jobs when there can be none any more, without end and as fast as it can.
//!
//! Rejected by: the_threads_end_when_the_pool_is_dropped

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
                loop {
                    let job = queue.lock().unwrap().recv();
                    if let Ok(job) = job {
                        job();
                    }
                    thread::yield_now();
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
