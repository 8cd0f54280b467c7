//! Unwraps what accepting returns, so that one client that disconnects while it waits ends the server for all.
//!
//! Rejected by: an_accept_that_fails_ends_nothing

use std::{io, thread};

/// Handles all clients at the same time.
pub fn serve<C: Send + 'static>(clients: impl Iterator<Item = io::Result<C>>, handle: fn(C)) {
    for client in clients {
        let client = client.unwrap();
        thread::spawn(move || handle(client));
    }
}
