//! The other way round: a thread of its own gives the first job to the worker that has been idle longest.

use std::{
    num::NonZeroUsize,
    sync::mpsc::{Sender, channel},
    thread,
};

type Job = Box<dyn FnOnce() + Send>;

/// A fixed number of threads that run jobs.
pub struct Pool {
    jobs: Sender<Job>,
}

impl Pool {
    /// Starts so many threads, and one that deals.
    pub fn new(workers: NonZeroUsize) -> Self {
        let (jobs, waiting) = channel::<Job>();
        let (rest, idle) = channel::<Sender<Job>>();
        for _ in 0..workers.get() {
            let rest = rest.clone();
            thread::spawn(move || {
                loop {
                    let (give, take) = channel();
                    if rest.send(give).is_err() {
                        return;
                    }
                    match take.recv() {
                        Ok(job) => job(),
                        Err(_) => return,
                    }
                }
            });
        }
        drop(rest);
        thread::spawn(move || {
            for job in waiting {
                let Ok(worker) = idle.recv() else { return };
                let _ = worker.send(job);
            }
        });
        Self { jobs }
    }

    /// Runs this job on one of the threads, as soon as one is free.
    pub fn execute(&self, job: impl FnOnce() + Send + 'static) {
        let _ = self.jobs.send(Box::new(job));
    }
}
