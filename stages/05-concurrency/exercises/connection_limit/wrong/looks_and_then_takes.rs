//! Checks whether a permit is free, and takes it in a second step: another client may have taken it meanwhile.
//!
//! Rejected by: however_many_connect_at_once_no_more_are_admitted

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
        if self.active.load(Ordering::SeqCst) >= self.max {
            return client.write_all(b"busy\n");
        }
        self.active.fetch_add(1, Ordering::SeqCst);
        let _release = Release(&self.active);
        handle(client)
    }
}

struct Release<'a>(&'a AtomicUsize);

impl Drop for Release<'_> {
    fn drop(&mut self) {
        self.0.fetch_sub(1, Ordering::SeqCst);
    }
}
