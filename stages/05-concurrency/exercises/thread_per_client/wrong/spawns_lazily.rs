//! Starts threads in an iterator, which does nothing until the loop that waits for each thread asks for the next.
//!
//! Rejected by: the_second_client_is_served_while_the_first_waits

use std::{io, thread};

/// Handles all clients at the same time.
pub fn serve<C: Send + 'static>(clients: impl Iterator<Item = io::Result<C>>, handle: fn(C)) {
    let threads = clients.flatten().map(|client| thread::spawn(move || handle(client)));
    for thread in threads {
        let _ = thread.join();
    }
}
