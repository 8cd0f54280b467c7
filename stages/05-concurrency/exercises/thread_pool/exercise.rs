//! # A thread pool
//!
//! A thread for each client works until ten thousand clients connect, or until one client opens ten thousand connections.
//! So Puma, the default server of Ruby on Rails, has a thread pool: a limited number of threads, the workers. A free worker
//! takes the next job, and jobs that arrive while all workers are busy wait in a queue.
//!
//! **Your task:** a pool of threads that run jobs.
//!
//! - A pool from `Pool::new(4)` has 4 threads. No other thread ever runs a job, and four jobs can run at the same time.
//! - `execute` hands a job over and returns, also when every worker is busy. However many jobs wait then, they start in the
//!   order in which they were handed over. A worker never stays idle while a job waits.
//! - When the pool is dropped, the jobs that still wait are run first, and then all its threads end. Dropping may wait for
//!   that, or not.
//!
//! No job panics: that is the next exercise.
//!
//! **You will need:** [`NonZeroUsize::get`](https://doc.rust-lang.org/std/num/struct.NonZero.html#method.get), which returns
//! the number as a `usize`; [`thread::spawn`](https://doc.rust-lang.org/std/thread/fn.spawn.html), [`Arc`](https://doc.rust-lang.org/std/sync/struct.Arc.html) and
//! [`Box`](https://doc.rust-lang.org/std/boxed/struct.Box.html) (for a `Box<dyn FnOnce() + Send>`). Then one of two:
//! [`Mutex`](https://doc.rust-lang.org/std/sync/struct.Mutex.html), [`Condvar`](https://doc.rust-lang.org/std/sync/struct.Condvar.html),
//! [`VecDeque`](https://doc.rust-lang.org/std/collections/struct.VecDeque.html) and [`Drop`](https://doc.rust-lang.org/std/ops/trait.Drop.html), as the book's section shows; or
//! [`mpsc::channel`](https://doc.rust-lang.org/std/sync/mpsc/fn.channel.html) with its receiver in a `Mutex`.
//!
//! Read: part 5, "Thread pools" (`book/src/5-many/thread-pools.md`).
//!
//! Check it: `cargo test --test ex5_2_thread_pool`, or `cargo grade thread_pool`.

use std::num::NonZeroUsize;

/// A fixed number of threads that run jobs.
pub struct Pool {
    // Whatever it needs to reach its threads.
}

impl Pool {
    /// Starts the given number of threads.
    pub fn new(workers: NonZeroUsize) -> Self {
        todo!()
    }

    /// Runs this job on one of the threads, as soon as one is free.
    pub fn execute(&self, job: impl FnOnce() + Send + 'static) {
        todo!()
    }
}
