//! Talks with one client until it leaves, and only then takes in the next.
//!
//! Rejected by: the_second_client_is_served_while_the_first_waits

use std::io;

/// Handles all clients at the same time.
pub fn serve<C: Send + 'static>(clients: impl Iterator<Item = io::Result<C>>, handle: fn(C)) {
    for client in clients.flatten() {
        handle(client);
    }
}
