//! Compares with the wrong sign, and so lets in one more than there is room for.
//!
//! Rejected by: one_too_many_is_told_so_and_sent_away

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
            if *inside > self.max {
                return client.write_all(b"busy\n");
            }
            *inside += 1;
        }
        let outcome = handle(client);
        *self.inside.lock().unwrap() -= 1;
        outcome
    }
}
