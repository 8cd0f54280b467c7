//! Removes spaces and brackets from the host before it calls the resolver.
//!
//! Rejected by: every_host_is_passed_to_the_resolver_unchanged

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
    let mut list = Vec::<SocketAddr>::new();
    for address in resolve(host.trim().trim_matches(['[', ']']), port)? {
        if !list.contains(&address) {
            list.push(address);
        }
    }
    if list.is_empty() {
        return Err(io::Error::new(ErrorKind::NotFound, format!("no address for {host}")));
    }
    Ok(list)
}
