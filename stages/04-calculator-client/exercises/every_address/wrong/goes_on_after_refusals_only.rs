//! Goes on after a refusal only, and gives up at a firewall that drops packets.
//!
//! Rejected by: whatever_goes_wrong_the_next_address_is_tried

use std::{
    io::{self, ErrorKind},
    net::{SocketAddr, TcpStream},
};

/// Connects to the first address that accepts, or returns each address with its error. `connect_to` connects to one.
pub fn connect(
    addresses: &[SocketAddr],
    mut connect_to: impl FnMut(SocketAddr) -> io::Result<TcpStream>,
) -> Result<TcpStream, Vec<(SocketAddr, io::Error)>> {
    let mut errors = Vec::new();
    for &address in addresses {
        match connect_to(address) {
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
