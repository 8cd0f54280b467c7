//! Dials again what was interrupted, as for a read; each address was to be dialled once.
//!
//! Rejected by: whatever_goes_wrong_the_next_address_is_tried

use std::{
    io,
    net::{SocketAddr, TcpStream},
};

/// Connects to the first of the addresses that answers, or tells what became of each. `dial` connects to one.
pub fn connect(
    addresses: &[SocketAddr],
    mut dial: impl FnMut(SocketAddr) -> io::Result<TcpStream>,
) -> Result<TcpStream, Vec<(SocketAddr, io::Error)>> {
    let mut errors = Vec::new();
    for &address in addresses {
        let mut interrupted = 0;
        let outcome = loop {
            match dial(address) {
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
