//! Each client that is served holds an `Arc`, and the number of its owners is the number of clients.

use std::{
    io::{self, Write},
    num::NonZeroUsize,
    sync::{Arc, Mutex, PoisonError},
};

/// Admits the given number of clients, and no more.
pub struct ConnectionLimit {
    max: usize,
    ticket: Mutex<Arc<()>>,
}

impl ConnectionLimit {
    /// A limit of `max` clients.
    pub fn new(max: NonZeroUsize) -> Self {
        Self { max: max.get(), ticket: Mutex::new(Arc::new(())) }
    }

    /// Handles a client if a permit is free, and rejects it if not.
    pub fn admit<C: Write>(&self, mut client: C, handle: impl FnOnce(C) -> io::Result<()>) -> io::Result<()> {
        let ticket = {
            let ticket = self.ticket.lock().unwrap_or_else(PoisonError::into_inner);
            // One of them is the limit's own.
            (Arc::strong_count(&ticket) <= self.max).then(|| Arc::clone(&ticket))
        };
        match ticket {
            Some(_ticket) => handle(client),
            None => client.write_all(b"busy\n"),
        }
    }
}
