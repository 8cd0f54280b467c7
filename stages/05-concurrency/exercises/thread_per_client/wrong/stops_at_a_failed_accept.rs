//! Takes a failed accept for the end of all clients.
//!
//! Rejected by: an_accept_that_fails_ends_nothing

use std::{io, thread};

/// Handles all clients at the same time.
pub fn serve<C: Send + 'static>(mut clients: impl Iterator<Item = io::Result<C>>, handle: fn(C)) {
    while let Some(Ok(client)) = clients.next() {
        thread::spawn(move || handle(client));
    }
}
