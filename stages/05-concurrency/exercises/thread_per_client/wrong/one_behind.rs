//! Handles a client when the next one has come: the last one waits.
//!
//! Rejected by: each_client_is_served_as_soon_as_it_comes

use std::{io, thread};

/// Handles all clients at the same time.
pub fn serve<C: Send + 'static>(clients: impl Iterator<Item = io::Result<C>>, handle: fn(C)) {
    let mut last = None;
    for client in clients.flatten() {
        if let Some(last) = last.replace(client) {
            thread::spawn(move || handle(last));
        }
    }
    if let Some(last) = last {
        thread::spawn(move || handle(last));
    }
}
