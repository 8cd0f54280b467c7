//! Asks for the next client forever, also when there are no more.
//!
//! Rejected by: it_returns_when_no_more_clients_come

use std::{io, thread};

/// Handles all clients at the same time.
pub fn serve<C: Send + 'static>(mut clients: impl Iterator<Item = io::Result<C>>, handle: fn(C)) {
    loop {
        if let Some(Ok(client)) = clients.next() {
            thread::spawn(move || handle(client));
        }
    }
}
