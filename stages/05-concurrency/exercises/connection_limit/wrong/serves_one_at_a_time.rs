//! Holds the lock of the count while it handles a client, so that the other clients wait.
//!
//! Rejected by: all_admitted_clients_are_served_at_once

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
        let mut active = self.active.lock().unwrap();
        if *active == self.max {
            return client.write_all(b"busy\n");
        }
        *active += 1;
        let outcome = handle(client);
        *active -= 1;
        outcome
    }
}
