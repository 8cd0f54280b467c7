//! Handles errors of reads, and expects that writes always succeed.
//!
//! Rejected by: a_client_that_cannot_be_written_to_ends_only_its_own_connection

use std::io::{self, ErrorKind, Read, Write};

/// Echoes to each client until it has finished, whatever happened to the clients before it.
pub fn serve<C: Read + Write>(clients: impl Iterator<Item = io::Result<C>>) {
    for mut client in clients.flatten() {
        let mut buffer = [0; 1024];
        loop {
            match client.read(&mut buffer) {
                Ok(0) => break,
                Ok(count) => client.write_all(&buffer[..count]).expect("the echo is written"),
                Err(error) if error.kind() == ErrorKind::Interrupted => {}
                Err(_) => break,
            }
        }
    }
}
