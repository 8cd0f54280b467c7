//! No guard: the panic is caught, the place given back, and then the panic goes on.

use std::{
    io::{self, Error, Write},
    num::NonZeroUsize,
    panic::{AssertUnwindSafe, catch_unwind, resume_unwind},
    sync::Mutex,
};

/// Lets so many clients in, and no more.
pub struct Gate {
    max: usize,
    inside: Mutex<usize>,
}

impl Gate {
    /// A gate to a house with room for so many.
    pub fn new(max: NonZeroUsize) -> Self {
        Self { max: max.get(), inside: Mutex::new(0) }
    }

    /// Has a client handled if there is room, and sends it away if not.
    pub fn admit<C: Write>(&self, mut client: C, handle: impl FnOnce(C) -> io::Result<()>) -> io::Result<()> {
        let mut inside = self.inside.lock().unwrap();
        if *inside == self.max {
            client.write_all(b"busy\n")?;
            return Err(Error::other("there is no room"));
        }
        *inside += 1;
        drop(inside);
        let outcome = catch_unwind(AssertUnwindSafe(|| handle(client)));
        *self.inside.lock().unwrap() -= 1;
        outcome.unwrap_or_else(|panic| resume_unwind(panic))
    }
}
