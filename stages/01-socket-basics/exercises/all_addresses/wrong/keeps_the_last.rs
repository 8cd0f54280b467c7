//! Removes an address when it comes again, and so keeps its last place.
//!
//! Rejected by: an_address_that_comes_again_keeps_its_first_place

use std::{
    io::{self, ErrorKind},
    net::SocketAddr,
    vec::IntoIter,
};

/// All the addresses of a host, each with the port, in the order in which they should be tried.
pub fn addresses(
    host: &str,
    port: u16,
    resolve: impl FnOnce(&str, u16) -> io::Result<IntoIter<SocketAddr>>,
) -> io::Result<Vec<SocketAddr>> {
    let mut addresses: Vec<SocketAddr> = Vec::new();
    for address in resolve(host, port)? {
        addresses.retain(|before| *before != address);
        addresses.push(address);
    }
    if addresses.is_empty() {
        return Err(io::Error::new(ErrorKind::NotFound, format!("{host} has no address")));
    }
    Ok(addresses)
}
