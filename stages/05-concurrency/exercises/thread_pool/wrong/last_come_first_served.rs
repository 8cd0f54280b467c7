//! Keeps the jobs on a stack, so that the first job waits longest, on a busy day without end.
//!
//! Rejected by: jobs_wait_in_a_queue_but_their_callers_do_not

use std::{
    num::NonZeroUsize,
    sync::{Arc, Condvar, Mutex},
    thread,
};

type Job = Box<dyn FnOnce() + Send>;

#[derive(Default)]
struct Shared {
    jobs: Mutex<(Vec<Job>, bool)>,
    changed: Condvar,
}

/// A fixed number of threads that run jobs.
pub struct Pool(Arc<Shared>);

impl Pool {
    /// Starts the given number of threads.
    pub fn new(workers: NonZeroUsize) -> Self {
        let shared = Arc::<Shared>::default();
        for _ in 0..workers.get() {
            let shared = Arc::clone(&shared);
            thread::spawn(move || {
                loop {
                    let idle = |(jobs, over): &mut (Vec<Job>, bool)| jobs.is_empty() && !*over;
                    let job = {
                        let jobs = shared.jobs.lock().unwrap();
                        shared.changed.wait_while(jobs, idle).unwrap().0.pop()
                    };
                    let Some(job) = job else { break };
                    job();
                }
            });
        }
        Self(shared)
    }

    /// Runs this job on one of the threads, as soon as one is free.
    pub fn execute(&self, job: impl FnOnce() + Send + 'static) {
        self.0.jobs.lock().unwrap().0.push(Box::new(job));
        self.0.changed.notify_one();
    }
}

impl Drop for Pool {
    fn drop(&mut self) {
        self.0.jobs.lock().unwrap().1 = true;
        self.0.changed.notify_all();
    }
}
