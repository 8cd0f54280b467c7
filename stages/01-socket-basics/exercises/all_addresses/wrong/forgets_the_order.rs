//! Collects the addresses in a set, which loses the order.
//!
//! Rejected by: the_order_is_that_of_the_resolver

use std::{
    collections::BTreeSet,
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
    let addresses: BTreeSet<_> = resolve(host, port)?.collect();
    if addresses.is_empty() {
        Err(io::Error::new(ErrorKind::NotFound, format!("{host} has no address")))
    } else {
        Ok(addresses.into_iter().collect())
    }
}
