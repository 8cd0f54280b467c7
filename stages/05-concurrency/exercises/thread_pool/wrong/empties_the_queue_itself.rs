//! Whoever drops the pool does the jobs that wait.
//!
//! Rejected by: jobs_that_wait_when_the_pool_is_dropped_are_done

use std::{
    collections::VecDeque,
    num::NonZeroUsize,
    sync::{Arc, Condvar, Mutex},
    thread,
};

type Job = Box<dyn FnOnce() + Send>;

/// A fixed number of threads that do jobs.
pub struct Pool {
    line: Arc<Line>,
}

struct Line {
    jobs: Mutex<(VecDeque<Job>, bool)>,
    changed: Condvar,
}

impl Pool {
    /// Starts so many threads.
    pub fn new(workers: NonZeroUsize) -> Self {
        let line = Arc::new(Line { jobs: Mutex::default(), changed: Condvar::new() });
        for _ in 0..workers.get() {
            let line = Arc::clone(&line);
            thread::spawn(move || {
                while let Some(job) = line.next() {
                    job();
                }
            });
        }
        Self { line }
    }

    /// Has one of the threads do this, as soon as one is free.
    pub fn execute(&self, job: impl FnOnce() + Send + 'static) {
        self.line.jobs.lock().unwrap().0.push_back(Box::new(job));
        self.line.changed.notify_one();
    }
}

impl Drop for Pool {
    fn drop(&mut self) {
        self.line.jobs.lock().unwrap().1 = true;
        self.line.changed.notify_all();
        while let Some(job) = self.line.next() {
            job();
        }
    }
}

impl Line {
    fn next(&self) -> Option<Job> {
        let mut jobs = self.jobs.lock().unwrap();
        loop {
            if let Some(job) = jobs.0.pop_front() {
                return Some(job);
            }
            if jobs.1 {
                return None;
            }
            jobs = self.changed.wait(jobs).unwrap();
        }
    }
}
