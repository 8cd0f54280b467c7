//! Tries all IPv6 addresses first, as many a program does, though the list has an order.
//!
//! Rejected by: each_address_is_dialled_as_it_is

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
    let mut addresses = addresses.to_vec();
    addresses.sort_by_key(SocketAddr::is_ipv4);
    for address in addresses {
        match dial(address) {
            Ok(connection) => return Ok(connection),
            Err(error) => errors.push((address, error)),
        }
    }
    Err(errors)
}
