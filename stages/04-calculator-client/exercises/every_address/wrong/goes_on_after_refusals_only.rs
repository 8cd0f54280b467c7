//! Takes a refusal for the only reason to go on, and gives up at a firewall that drops packets.
//!
//! Rejected by: whatever_goes_wrong_the_next_address_is_tried

use std::{
    io::{self, ErrorKind},
    net::{SocketAddr, TcpStream},
};

/// Connects to the first of the addresses that answers, or tells what became of each. `dial` connects to one.
pub fn connect(
    addresses: &[SocketAddr],
    mut dial: impl FnMut(SocketAddr) -> io::Result<TcpStream>,
) -> Result<TcpStream, Vec<(SocketAddr, io::Error)>> {
    let mut errors = Vec::new();
    for &address in addresses {
        match dial(address) {
            Ok(connection) => return Ok(connection),
            Err(error) => {
                let refused = error.kind() == ErrorKind::ConnectionRefused;
                errors.push((address, error));
                if !refused {
                    return Err(errors);
                }
            }
        }
    }
    Err(errors)
}
