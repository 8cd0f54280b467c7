//! Counts rejected clients too, and never counts them down.
//!
//! Rejected by: one_that_disconnects_makes_room_for_one

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

impl ConnectionLimit {
    /// A limit of `max` clients.
    pub fn new(max: NonZeroUsize) -> Self {
        Self { max: max.get(), active: AtomicUsize::new(0) }
    }

    /// Handles a client if a permit is free, and rejects it if not.
    pub fn admit<C: Write>(&self, mut client: C, handle: impl FnOnce(C) -> io::Result<()>) -> io::Result<()> {
        if self.active.fetch_add(1, Ordering::SeqCst) >= self.max {
            return client.write_all(b"busy\n");
        }
        let outcome = handle(client);
        self.active.fetch_sub(1, Ordering::SeqCst);
        outcome
    }
}
