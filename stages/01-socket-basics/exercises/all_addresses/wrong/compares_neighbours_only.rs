//! Removes a repeated address only if it directly follows the first one.
//!
//! Rejected by: no_address_is_listed_twice

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
    let mut addresses: Vec<_> = resolve(host, port)?.collect();
    addresses.dedup();
    if addresses.is_empty() {
        Err(io::Error::new(ErrorKind::NotFound, format!("{host} has no address")))
    } else {
        Ok(addresses)
    }
}
