//! Treats every error of a read as an interruption, and reads again.
//!
//! Rejected by: whatever_a_read_fails_with_the_next_client_is_served

use std::io::{self, Read, Write};

/// Echoes to each client until it has finished, whatever happened to the clients before it.
pub fn serve<C: Read + Write>(clients: impl Iterator<Item = io::Result<C>>) {
    for client in clients {
        let _ = client.and_then(echo);
    }
}

fn echo(mut client: impl Read + Write) -> io::Result<()> {
    let mut buffer = [0; 1024];
    loop {
        match client.read(&mut buffer) {
            Ok(0) => return Ok(()),
            Ok(count) => client.write_all(&buffer[..count])?,
            Err(_) => {}
        }
    }
}
