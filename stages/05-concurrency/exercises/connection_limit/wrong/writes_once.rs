//! Writes `busy` with a single `write`, of which a part may be all that is taken.
//!
//! Rejected by: a_rejected_client_gets_all_of_the_line

use std::{
    io::{self, Write},
    num::NonZeroUsize,
    sync::{Mutex, MutexGuard, PoisonError},
};

/// Admits the given number of clients, and no more.
pub struct ConnectionLimit {
    free: Mutex<usize>,
}

impl ConnectionLimit {
    /// A limit of `max` clients.
    pub fn new(max: NonZeroUsize) -> Self {
        Self { free: Mutex::new(max.get()) }
    }

    /// Handles a client if a permit is free, and rejects it if not.
    pub fn admit<C: Write>(&self, mut client: C, handle: impl FnOnce(C) -> io::Result<()>) -> io::Result<()> {
        match self.try_acquire() {
            Some(_permit) => handle(client),
            None => client.write(b"busy\n").map(drop),
        }
    }

    fn try_acquire(&self) -> Option<Permit<'_>> {
        let mut free = self.free();
        *free = free.checked_sub(1)?;
        Some(Permit(self))
    }

    fn free(&self) -> MutexGuard<'_, usize> {
        self.free.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// The right to be served.
struct Permit<'a>(&'a ConnectionLimit);

impl Drop for Permit<'_> {
    fn drop(&mut self) {
        *self.0.free() += 1;
    }
}
