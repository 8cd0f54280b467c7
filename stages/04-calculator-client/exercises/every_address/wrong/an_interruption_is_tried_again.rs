//! Tries an address again after `Interrupted`, as one does with a read; each address was to be tried once.
//!
//! Rejected by: whatever_goes_wrong_the_next_address_is_tried

use std::{
    io,
    net::{SocketAddr, TcpStream},
};

/// Connects to the first address that accepts, or returns each address with its error. `connect_to` connects to one.
pub fn connect(
    addresses: &[SocketAddr],
    mut connect_to: impl FnMut(SocketAddr) -> io::Result<TcpStream>,
) -> Result<TcpStream, Vec<(SocketAddr, io::Error)>> {
    let mut errors = Vec::new();
    for &address in addresses {
        let mut interrupted = 0;
        let outcome = loop {
            match connect_to(address) {
                Err(error) if error.kind() == io::ErrorKind::Interrupted && interrupted < 3 => {
                    interrupted += 1
                }
                outcome => break outcome,
            }
        };
        match outcome {
            Ok(connection) => return Ok(connection),
            Err(error) => errors.push((address, error)),
        }
    }
    Err(errors)
}
