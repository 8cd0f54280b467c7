//! Counts down after `handle`, which is skipped when `handle` panics.
//!
//! Rejected by: a_panic_gives_its_permit_back

use std::{
    io::{self, Write},
    num::NonZeroUsize,
    sync::Mutex,
};

/// Admits the given number of clients, and no more.
pub struct ConnectionLimit {
    max: usize,
    active: Mutex<usize>,
}

impl ConnectionLimit {
    /// A limit of `max` clients.
    pub fn new(max: NonZeroUsize) -> Self {
        Self { max: max.get(), active: Mutex::new(0) }
    }

    /// Handles a client if a permit is free, and rejects it if not.
    pub fn admit<C: Write>(&self, mut client: C, handle: impl FnOnce(C) -> io::Result<()>) -> io::Result<()> {
        {
            let mut active = self.active.lock().unwrap();
            if *active == self.max {
                return client.write_all(b"busy\n");
            }
            *active += 1;
        }
        let outcome = handle(client);
        *self.active.lock().unwrap() -= 1;
        outcome
    }
}
