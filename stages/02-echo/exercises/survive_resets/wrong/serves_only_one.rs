//! Returns after the first client.
//!
//! Rejected by: one_client_after_another_is_served

use std::io::{self, ErrorKind, Read, Write};

/// Echoes to each client until it has finished, whatever happened to the clients before it.
pub fn serve<C: Read + Write>(clients: impl Iterator<Item = io::Result<C>>) {
    for mut client in clients.flatten() {
        let mut buffer = [0; 1024];
        loop {
            match client.read(&mut buffer) {
                Ok(0) => return,
                Ok(count) if client.write_all(&buffer[..count]).is_ok() => {}
                Err(error) if error.kind() == ErrorKind::Interrupted => {}
                _ => break,
            }
        }
    }
}
