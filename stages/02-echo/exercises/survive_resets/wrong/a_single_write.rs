//! Writes each piece once, and ignores how much of it was taken.
//!
//! Rejected by: all_of_it_is_sent_back

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
        match client.read(&mut buffer) {
            Ok(0) => return Ok(()),
            Ok(count) => loop {
                match client.write(&buffer[..count]) {
                    Err(error) if error.kind() == ErrorKind::Interrupted => {}
                    outcome => break outcome.map(drop)?,
                }
            },
            Err(error) if error.kind() == ErrorKind::Interrupted => {}
            Err(error) => return Err(error),
        }
    }
}
