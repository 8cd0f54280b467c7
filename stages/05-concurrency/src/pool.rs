//! A fixed crew of threads, and a queue of clients who wait for one.

use crate::{
    guest::Guest,
    model::Crew,
    queue::Queue,
    threads::{Host, spawn},
};
use std::{
    io,
    num::NonZeroUsize,
    panic::{AssertUnwindSafe, catch_unwind},
    sync::Arc,
};

/// The model `pool`.
pub(crate) struct Pool {
    host: Host,
    waiting: Arc<Queue<Guest>>,
}

impl Pool {
    /// Starts the workers; at most `room` clients wait for one.
    pub(crate) fn new(host: Host, workers: NonZeroUsize, room: NonZeroUsize) -> io::Result<Self> {
        let pool = Self { host, waiting: Arc::new(Queue::new(room.get())) };
        for _ in 0..workers.get() {
            let (host, waiting) = (pool.host.clone(), Arc::clone(&pool.waiting));
            spawn(move || work(&host, &waiting))?;
        }
        Ok(pool)
    }
}

// ANCHOR: work
/// A worker's life: one client after another. A panic costs the client its connection, but never the worker.
fn work(host: &Host, waiting: &Queue<Guest>) {
    while let Some(guest) = waiting.pop() {
        // Whatever the panic left half-done belonged to the guest, and has gone with it.
        let _ = catch_unwind(AssertUnwindSafe(|| host.with(guest)));
    }
}
// ANCHOR_END: work

impl Crew for Pool {
    fn serve(&self, guest: Guest) {
        if let Err(guest) = self.waiting.push(guest) {
            self.host.lingering_close.reject(guest.stream, guest.address, "the queue is full");
        }
    }

    fn dismiss(&self) {
        self.host.closing.begin();
    }
}

impl Drop for Pool {
    /// Lets the workers go when nobody waits for one any more.
    fn drop(&mut self) {
        self.waiting.close();
    }
}
