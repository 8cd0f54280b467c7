//! Scoped threads: `serve` returns when the last client has been handled.

use std::{io, thread};

/// Handles all clients at the same time.
pub fn serve<C: Send + 'static>(clients: impl Iterator<Item = io::Result<C>>, handle: fn(C)) {
    thread::scope(|scope| {
        for client in clients {
            match client {
                Ok(client) => {
                    scope.spawn(move || handle(client));
                }
                Err(error) => eprintln!("a client could not be accepted: {error}"),
            }
        }
    });
}
