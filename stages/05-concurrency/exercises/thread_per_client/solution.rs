//! A thread for each client: the loop accepts the next client before this one has sent anything.

use std::{io, thread};

/// Handles all clients at the same time.
pub fn serve<C: Send + 'static>(clients: impl Iterator<Item = io::Result<C>>, handle: fn(C)) {
    for client in clients.flatten() {
        thread::spawn(move || handle(client));
    }
}
