//! Gives a place back for everybody who goes, also for those who were sent away.
//!
//! Rejected by: one_who_leaves_makes_room_for_one

use std::{
    io::{self, Write},
    num::NonZeroUsize,
    sync::{Mutex, MutexGuard, PoisonError},
};

/// Lets so many clients in, and no more.
pub struct Gate {
    free: Mutex<usize>,
}

impl Gate {
    /// A gate to a house with room for so many.
    pub fn new(max: NonZeroUsize) -> Self {
        Self { free: Mutex::new(max.get()) }
    }

    /// Has a client handled if there is room, and sends it away if not.
    pub fn admit<C: Write>(&self, mut client: C, handle: impl FnOnce(C) -> io::Result<()>) -> io::Result<()> {
        let room = self.enter();
        let _place = Place(self);
        match room {
            Some(place) => {
                std::mem::forget(place);
                handle(client)
            }
            None => client.write_all(b"busy\n"),
        }
    }

    fn enter(&self) -> Option<Place<'_>> {
        let mut free = self.free();
        *free = free.checked_sub(1)?;
        Some(Place(self))
    }

    fn free(&self) -> MutexGuard<'_, usize> {
        self.free.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// The right to be inside.
struct Place<'a>(&'a Gate);

impl Drop for Place<'_> {
    fn drop(&mut self) {
        *self.0.free() += 1;
    }
}
