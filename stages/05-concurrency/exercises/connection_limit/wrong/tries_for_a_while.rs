//! Tries for 300 ms to get a permit before it rejects the client.
//!
//! Rejected by: a_rejection_does_not_wait

use std::{
    io::{self, Write},
    num::NonZeroUsize,
    sync::{Mutex, MutexGuard, PoisonError},
    thread,
    time::Duration,
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
        let permit = (0..30).find_map(|_| {
            self.try_acquire().or_else(|| {
                thread::sleep(Duration::from_millis(10));
                None
            })
        });
        match permit {
            Some(_permit) => handle(client),
            None => client.write_all(b"busy\n"),
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
