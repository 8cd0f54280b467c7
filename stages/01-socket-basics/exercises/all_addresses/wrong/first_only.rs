//! Returns the first address and drops the others.
//!
//! Rejected by: no_address_of_either_family_is_missing

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
    match resolve(host, port)?.next() {
        Some(address) => Ok(vec![address]),
        None => Err(io::Error::new(ErrorKind::NotFound, format!("{host} has no address"))),
    }
}
