//! Ends the connection at any error, an interruption too.
//!
//! Rejected by: an_interrupted_read_ends_nothing

use std::io::{self, Read, Write};

/// Echoes to each client until it has finished, whatever happened to the clients before it.
pub fn serve<C: Read + Write>(clients: impl Iterator<Item = io::Result<C>>) {
    for mut client in clients.flatten() {
        let mut buffer = [0; 1024];
        while let Ok(count @ 1..) = client.read(&mut buffer) {
            if client.write_all(&buffer[..count]).is_err() {
                break;
            }
        }
    }
}
