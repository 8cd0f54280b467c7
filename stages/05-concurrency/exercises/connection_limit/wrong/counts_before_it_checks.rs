//! Counts every client first, and takes back what was too much: for a moment a rejected client holds a permit.
//!
//! Rejected by: a_client_that_is_being_rejected_takes_no_permit

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
            self.active.fetch_sub(1, Ordering::SeqCst);
            return client.write_all(b"busy\n");
        }
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
