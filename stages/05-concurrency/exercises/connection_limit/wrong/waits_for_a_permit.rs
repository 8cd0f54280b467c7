//! Has the client wait until somebody leaves, which may be tomorrow.
//!
//! Rejected by: one_too_many_is_told_so_and_sent_away

use std::{
    io::{self, Write},
    num::NonZeroUsize,
    sync::{Condvar, Mutex},
};

/// Lets so many clients in, and no more.
pub struct Gate {
    free: Mutex<usize>,
    left: Condvar,
}

impl Gate {
    /// A gate to a house with room for so many.
    pub fn new(max: NonZeroUsize) -> Self {
        Self { free: Mutex::new(max.get()), left: Condvar::new() }
    }

    /// Has a client handled if there is room, and sends it away if not.
    pub fn admit<C: Write>(&self, client: C, handle: impl FnOnce(C) -> io::Result<()>) -> io::Result<()> {
        *self.left.wait_while(self.free.lock().unwrap(), |free| *free == 0).unwrap() -= 1;
        let outcome = handle(client);
        *self.free.lock().unwrap() += 1;
        self.left.notify_one();
        outcome
    }
}
