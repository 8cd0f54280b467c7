//! Echoes byte by byte, in two nested loops that are left by name.

use std::io::{self, ErrorKind, Read, Write};

/// Echoes to each client until it has finished, whatever happened to the clients before it.
pub fn serve<C: Read + Write>(clients: impl Iterator<Item = io::Result<C>>) {
    'clients: for client in clients {
        let mut client = match client {
            Ok(client) => client,
            Err(_) => continue,
        };
        let mut byte = [0];
        loop {
            match client.read(&mut byte) {
                Ok(0) => continue 'clients,
                Ok(_) if client.write_all(&byte).is_ok() => {}
                Ok(_) => continue 'clients,
                Err(error) if error.kind() == ErrorKind::Interrupted => {}
                Err(_) => continue 'clients,
            }
        }
    }
}
