//! Holds the lock until `busy` is written.
//!
//! Rejected by: a_rejected_client_that_takes_its_time_delays_nobody

use std::{
    io::{self, Write},
    num::NonZeroUsize,
    sync::{Mutex, PoisonError},
};

/// Admits the given number of clients, and no more.
pub struct ConnectionLimit {
    max: usize,
    active: Mutex<usize>,
}

struct Permit<'a>(&'a Mutex<usize>);

impl Drop for Permit<'_> {
    fn drop(&mut self) {
        *self.0.lock().unwrap_or_else(PoisonError::into_inner) -= 1;
    }
}

impl ConnectionLimit {
    /// A limit of `max` clients.
    pub fn new(max: NonZeroUsize) -> Self {
        Self { max: max.get(), active: Mutex::new(0) }
    }

    fn try_acquire(&self) -> Option<Permit<'_>> {
        let mut active = self.active.lock().unwrap_or_else(PoisonError::into_inner);
        if *active == self.max {
            return None;
        }
        *active += 1;
        Some(Permit(&self.active))
    }

    /// Handles a client if a permit is free, and rejects it if not.
    pub fn admit<C: Write>(&self, mut client: C, handle: impl FnOnce(C) -> io::Result<()>) -> io::Result<()> {
        let mut active = self.active.lock().unwrap_or_else(PoisonError::into_inner);
        if *active == self.max {
            return client.write_all(b"busy\n");
        }
        *active += 1;
        drop(active);
        let _permit = Permit(&self.active);
        handle(client)
    }
}
