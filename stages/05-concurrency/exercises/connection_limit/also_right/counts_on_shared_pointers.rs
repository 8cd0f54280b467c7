//! Whoever is inside holds an `Arc`, and how many there are is how many are inside.

use std::{
    io::{self, Write},
    num::NonZeroUsize,
    sync::{Arc, Mutex, PoisonError},
};

/// Lets so many clients in, and no more.
pub struct Gate {
    max: usize,
    ticket: Mutex<Arc<()>>,
}

impl Gate {
    /// A gate to a house with room for so many.
    pub fn new(max: NonZeroUsize) -> Self {
        Self { max: max.get(), ticket: Mutex::new(Arc::new(())) }
    }

    /// Has a client handled if there is room, and sends it away if not.
    pub fn admit<C: Write>(&self, mut client: C, handle: impl FnOnce(C) -> io::Result<()>) -> io::Result<()> {
        let ticket = {
            let ticket = self.ticket.lock().unwrap_or_else(PoisonError::into_inner);
            // One of them is the gate's own.
            (Arc::strong_count(&ticket) <= self.max).then(|| Arc::clone(&ticket))
        };
        match ticket {
            Some(_ticket) => handle(client),
            None => client.write_all(b"busy\n"),
        }
    }
}
