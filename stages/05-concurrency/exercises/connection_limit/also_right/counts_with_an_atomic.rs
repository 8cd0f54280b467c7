//! An atomic counter: `fetch_update` checks and takes in one step, and a guard counts down.

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
        let one_more = |active| (active < self.max).then_some(active + 1);
        if self.active.fetch_update(Ordering::AcqRel, Ordering::Acquire, one_more).is_err() {
            writeln!(client, "busy")?;
            return client.flush();
        }
        let _release = Release(&self.active);
        handle(client)
    }
}

struct Release<'a>(&'a AtomicUsize);

impl Drop for Release<'_> {
    fn drop(&mut self) {
        self.0.fetch_sub(1, Ordering::AcqRel);
    }
}
