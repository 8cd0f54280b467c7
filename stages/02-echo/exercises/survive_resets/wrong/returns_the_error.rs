//! Leaves the loop over the clients through `?` at the first error.
//!
//! Rejected by: a_client_that_resets_ends_only_its_own_connection

use std::io::{self, ErrorKind, Read, Write};

/// Echoes to each client until it has finished, whatever happened to the clients before it.
pub fn serve<C: Read + Write>(clients: impl Iterator<Item = io::Result<C>>) {
    let _ = try_to_serve(clients);
}

fn try_to_serve<C: Read + Write>(clients: impl Iterator<Item = io::Result<C>>) -> io::Result<()> {
    for client in clients {
        let mut client = client?;
        let mut buffer = [0; 1024];
        loop {
            match client.read(&mut buffer) {
                Ok(0) => break,
                Ok(count) => client.write_all(&buffer[..count])?,
                Err(error) if error.kind() == ErrorKind::Interrupted => {}
                Err(error) => return Err(error),
            }
        }
    }
    Ok(())
}
