//! Compares only the IP addresses, and ignores their scope ids.
//!
//! Rejected by: addresses_that_differ_in_any_part_are_different

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
        if !addresses.iter().any(|before| before.ip() == address.ip()) {
            addresses.push(address);
        }
    }
    if addresses.is_empty() {
        return Err(io::Error::new(ErrorKind::NotFound, format!("{host} has no address")));
    }
    Ok(addresses)
}
