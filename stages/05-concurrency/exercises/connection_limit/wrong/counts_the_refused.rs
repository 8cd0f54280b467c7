//! Counts those too whom it sends away, and never takes that back.
//!
//! Rejected by: one_who_leaves_makes_room_for_one

use std::{
    io::{self, Write},
    num::NonZeroUsize,
    sync::atomic::{AtomicUsize, Ordering},
};

/// Lets so many clients in, and no more.
pub struct Gate {
    max: usize,
    inside: AtomicUsize,
}

impl Gate {
    /// A gate to a house with room for so many.
    pub fn new(max: NonZeroUsize) -> Self {
        Self { max: max.get(), inside: AtomicUsize::new(0) }
    }

    /// Has a client handled if there is room, and sends it away if not.
    pub fn admit<C: Write>(&self, mut client: C, handle: impl FnOnce(C) -> io::Result<()>) -> io::Result<()> {
        if self.inside.fetch_add(1, Ordering::SeqCst) >= self.max {
            return client.write_all(b"busy\n");
        }
        let outcome = handle(client);
        self.inside.fetch_sub(1, Ordering::SeqCst);
        outcome
    }
}
