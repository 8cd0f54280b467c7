//! Starts a thread for each client, and waits for it: two threads, of which one always waits for the other.
//!
//! Rejected by: the_second_client_is_served_while_the_first_waits

use std::{io, thread};

/// Handles all clients at the same time.
pub fn serve<C: Send + 'static>(clients: impl Iterator<Item = io::Result<C>>, handle: fn(C)) {
    for client in clients.flatten() {
        if thread::spawn(move || handle(client)).join().is_err() {
            eprintln!("a client's thread panicked");
        }
    }
}
