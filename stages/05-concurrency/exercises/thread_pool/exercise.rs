//! # A crew of threads
//!
//! A thread for each client is fine until ten thousand clients come, or one who opens ten thousand connections. So
//! Puma, which serves most Ruby on Rails sites, has a fixed crew of threads: whoever is free takes the next job, and
//! jobs that come meanwhile stand in line.
//!
//! **Your task:** a pool of threads that do jobs.
//!
//! - A pool from `Pool::new(4)` has 4 threads. No other thread ever does a job, and four jobs can run at the same time.
//! - `execute` hands a job over and returns, also when every worker is busy; however many jobs wait then, they are
//!   begun in the order in which they came. A worker that is free never stands by while a job waits.
//! - When the pool is dropped, the jobs that still wait are done first, and then all its threads end. Dropping may wait
//!   for that, or not.
//!
//! No job panics: that is the next exercise.
//!
//! Read: part 5, "Thread pools" (`book/src/5-many/thread-pools.md`).
//!
//! Check it: `cargo test --test ex5_2_thread_pool`, or `cargo grade thread_pool`.

use std::num::NonZeroUsize;

/// A fixed number of threads that do jobs.
pub struct Pool {
    // Whatever it needs to reach its threads.
}

impl Pool {
    /// Starts so many threads.
    pub fn new(workers: NonZeroUsize) -> Self {
        todo!()
    }

    /// Has one of the threads do this, as soon as one is free.
    pub fn execute(&self, job: impl FnOnce() + Send + 'static) {
        todo!()
    }
}
