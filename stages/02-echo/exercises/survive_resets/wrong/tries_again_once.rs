//! Tries again after an interruption, and gives up at the second.
//!
//! Rejected by: an_interrupted_read_ends_nothing

use std::io::{self, ErrorKind, Read, Write};

/// Echoes to each client until it has finished, whatever happened to the clients before it.
pub fn serve<C: Read + Write>(clients: impl Iterator<Item = io::Result<C>>) {
    for client in clients {
        let _ = client.and_then(echo);
    }
}

fn echo(mut client: impl Read + Write) -> io::Result<()> {
    let mut buffer = [0; 1024];
    loop {
        let count = match client.read(&mut buffer) {
            Err(error) if error.kind() == ErrorKind::Interrupted => client.read(&mut buffer)?,
            outcome => outcome?,
        };
        if count == 0 {
            return Ok(());
        }
        client.write_all(&buffer[..count])?;
    }
}
