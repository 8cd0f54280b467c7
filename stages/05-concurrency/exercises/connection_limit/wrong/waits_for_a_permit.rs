//! Lets the client wait until another disconnects, which may be tomorrow.
//!
//! Rejected by: one_client_too_many_gets_busy_and_the_end

use std::{
    io::{self, Write},
    num::NonZeroUsize,
    sync::{Condvar, Mutex},
};

/// Admits the given number of clients, and no more.
pub struct ConnectionLimit {
    free: Mutex<usize>,
    left: Condvar,
}

impl ConnectionLimit {
    /// A limit of `max` clients.
    pub fn new(max: NonZeroUsize) -> Self {
        Self { free: Mutex::new(max.get()), left: Condvar::new() }
    }

    /// Handles a client if a permit is free, and rejects it if not.
    pub fn admit<C: Write>(&self, client: C, handle: impl FnOnce(C) -> io::Result<()>) -> io::Result<()> {
        *self.left.wait_while(self.free.lock().unwrap(), |free| *free == 0).unwrap() -= 1;
        let outcome = handle(client);
        *self.free.lock().unwrap() += 1;
        self.left.notify_one();
        outcome
    }
}
