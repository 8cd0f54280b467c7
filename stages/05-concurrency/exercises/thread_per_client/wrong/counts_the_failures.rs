//! Passes a failed accept over, but gives up after a hundred in a row.
//!
//! Rejected by: an_accept_that_fails_ends_nothing

use std::{io, thread};

/// Handles each client on a thread of its own.
pub fn serve<C: Send + 'static>(clients: impl Iterator<Item = io::Result<C>>, handle: fn(C)) {
    let mut failed = 0;
    for client in clients {
        match client {
            Ok(client) => {
                failed = 0;
                thread::spawn(move || handle(client));
            }
            Err(_) if failed == 100 => return,
            Err(_) => failed += 1,
        }
    }
}
