//! Tries all IPv6 addresses first, as many programs do, although the list has an order.
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
    let mut addresses = addresses.to_vec();
    addresses.sort_by_key(SocketAddr::is_ipv4);
    for address in addresses {
        match connect_to(address) {
            Ok(connection) => return Ok(connection),
            Err(error) => errors.push((address, error)),
        }
    }
    Err(errors)
}
