//! Returns an empty list instead of an error.
//!
//! Rejected by: a_name_without_an_address_is_an_error_that_names_it

use std::{io, net::SocketAddr, vec::IntoIter};

/// All the addresses of a host, each with the port, in the order in which they should be tried.
pub fn addresses(
    host: &str,
    port: u16,
    resolve: impl FnOnce(&str, u16) -> io::Result<IntoIter<SocketAddr>>,
) -> io::Result<Vec<SocketAddr>> {
    let mut addresses = Vec::new();
    for address in resolve(host, port)? {
        if !addresses.contains(&address) {
            addresses.push(address);
        }
    }
    Ok(addresses)
}
