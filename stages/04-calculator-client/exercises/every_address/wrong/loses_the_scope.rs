//! Makes a new address of the IP address and the port, and loses the scope.
//!
//! Rejected by: each_address_is_tried_as_it_is

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
        match connect_to(SocketAddr::new(address.ip(), address.port())) {
            Ok(connection) => return Ok(connection),
            Err(error) => errors.push((address, error)),
        }
    }
    Err(errors)
}
