//! An atomic counter: `fetch_update` looks and takes in one step, and a guard counts down.

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
        let one_more = |inside| (inside < self.max).then_some(inside + 1);
        if self.inside.fetch_update(Ordering::AcqRel, Ordering::Acquire, one_more).is_err() {
            writeln!(client, "busy")?;
            return client.flush();
        }
        let _leave = Leave(&self.inside);
        handle(client)
    }
}

struct Leave<'a>(&'a AtomicUsize);

impl Drop for Leave<'_> {
    fn drop(&mut self) {
        self.0.fetch_sub(1, Ordering::AcqRel);
    }
}
