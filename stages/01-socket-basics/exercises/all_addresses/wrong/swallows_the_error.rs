//! Treats a failed resolver as a name without addresses.
//!
//! Rejected by: an_error_of_the_resolver_is_returned_unchanged

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
    let mut addresses = Vec::new();
    for address in resolve(host, port).into_iter().flatten() {
        if !addresses.contains(&address) {
            addresses.push(address);
        }
    }
    if addresses.is_empty() {
        Err(io::Error::new(ErrorKind::NotFound, format!("{host} has no address")))
    } else {
        Ok(addresses)
    }
}
