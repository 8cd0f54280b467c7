//! No guard: the panic is caught, the permit given back, and then the panic goes on.

use std::{
    io::{self, Error, Write},
    num::NonZeroUsize,
    panic::{AssertUnwindSafe, catch_unwind, resume_unwind},
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
            drop(active);
            client.write_all(b"busy\n")?;
            return Err(Error::other("there is no permit"));
        }
        *active += 1;
        drop(active);
        let outcome = catch_unwind(AssertUnwindSafe(|| handle(client)));
        *self.active.lock().unwrap() -= 1;
        outcome.unwrap_or_else(|panic| resume_unwind(panic))
    }
}
