//! Goes on after the errors that it has heard of, and gives up at all others.
//!
//! Rejected by: an_accept_that_fails_ends_nothing

use std::{
    io::{self, ErrorKind},
    thread,
};

/// Handles all clients at the same time.
pub fn serve<C: Send + 'static>(clients: impl Iterator<Item = io::Result<C>>, handle: fn(C)) {
    for client in clients {
        match client {
            Ok(client) => {
                thread::spawn(move || handle(client));
            }
            Err(error) => match error.kind() {
                ErrorKind::ConnectionAborted | ErrorKind::Interrupted => {}
                _ => return,
            },
        }
    }
}
