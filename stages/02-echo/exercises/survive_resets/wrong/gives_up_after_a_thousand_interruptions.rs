//! Treats a thousand interruptions in a row as a broken connection.
//!
//! Rejected by: an_interrupted_read_ends_nothing

use std::io::{self, ErrorKind, Read, Write};

/// Echoes to each client until it has finished, whatever happened to the clients before it.
pub fn serve<C: Read + Write>(clients: impl Iterator<Item = io::Result<C>>) {
    for client in clients.flatten() {
        let _ = echo(client);
    }
}

fn echo(mut client: impl Read + Write) -> io::Result<()> {
    let mut buffer = [0; 1024];
    let mut interruptions = 0;
    loop {
        match client.read(&mut buffer) {
            Ok(0) => return Ok(()),
            Ok(count) => {
                interruptions = 0;
                client.write_all(&buffer[..count])?;
            }
            Err(error) if error.kind() == ErrorKind::Interrupted && interruptions < 1000 => {
                interruptions += 1
            }
            Err(error) => return Err(error),
        }
    }
}
