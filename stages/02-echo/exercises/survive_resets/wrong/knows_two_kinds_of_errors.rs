//! Survives a reset and a broken pipe, and ends the server at any other error.
//!
//! Rejected by: whatever_a_read_fails_with_the_next_client_is_served

use std::io::{self, ErrorKind, Read, Write};

/// Echoes to each client until it has finished, whatever happened to the clients before it.
pub fn serve<C: Read + Write>(clients: impl Iterator<Item = io::Result<C>>) {
    for client in clients {
        match client.and_then(echo) {
            Ok(()) => {}
            Err(error)
                if matches!(
                    error.kind(),
                    ErrorKind::ConnectionReset
                        | ErrorKind::BrokenPipe
                        | ErrorKind::ConnectionAborted
                        | ErrorKind::Interrupted
                ) => {}
            Err(error) => panic!("this cannot happen: {error}"),
        }
    }
}

fn echo(mut client: impl Read + Write) -> io::Result<()> {
    let mut buffer = [0; 1024];
    loop {
        match client.read(&mut buffer) {
            Ok(0) => return Ok(()),
            Ok(count) => client.write_all(&buffer[..count])?,
            Err(error) if error.kind() == ErrorKind::Interrupted => {}
            Err(error) => return Err(error),
        }
    }
}
