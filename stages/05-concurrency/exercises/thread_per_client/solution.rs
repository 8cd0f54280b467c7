//! A thread for each client: the loop is back at the door before the client has said a word.

use std::{io, thread};

/// Handles all clients at the same time.
pub fn serve<C: Send + 'static>(clients: impl Iterator<Item = io::Result<C>>, handle: fn(C)) {
    for client in clients.flatten() {
        thread::spawn(move || handle(client));
    }
}
