//! Counts a rejected client until `busy` is written, with a guard.
//!
//! Rejected by: a_rejected_client_that_takes_its_time_delays_nobody

use std::{
    io::{self, Write},
    num::NonZeroUsize,
    sync::atomic::{AtomicUsize, Ordering},
};

/// Admits the given number of clients, and no more.
pub struct ConnectionLimit {
    max: usize,
    active: AtomicUsize,
}

struct Guard<'a>(&'a AtomicUsize);

impl Drop for Guard<'_> {
    fn drop(&mut self) {
        self.0.fetch_sub(1, Ordering::SeqCst);
    }
}

impl ConnectionLimit {
    /// A limit of `max` clients.
    pub fn new(max: NonZeroUsize) -> Self {
        Self { max: max.get(), active: AtomicUsize::new(0) }
    }

    /// Handles a client if a permit is free, and rejects it if not.
    pub fn admit<C: Write>(&self, mut client: C, handle: impl FnOnce(C) -> io::Result<()>) -> io::Result<()> {
        let before = self.active.fetch_add(1, Ordering::SeqCst);
        let _guard = Guard(&self.active);
        if before >= self.max {
            return client.write_all(b"busy\n");
        }
        handle(client)
    }
}
