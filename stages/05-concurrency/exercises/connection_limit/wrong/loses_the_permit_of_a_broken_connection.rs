//! Leaves with a `?` and without counting down: each broken connection costs a place for good.
//!
//! Rejected by: a_broken_connection_gives_its_place_back

use std::{
    io::{self, Write},
    num::NonZeroUsize,
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
        {
            let mut inside = self.inside.lock().unwrap();
            if *inside == self.max {
                return client.write_all(b"busy\n");
            }
            *inside += 1;
        }
        handle(client)?;
        *self.inside.lock().unwrap() -= 1;
        Ok(())
    }
}
