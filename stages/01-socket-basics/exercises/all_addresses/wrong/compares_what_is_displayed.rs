//! Compares the texts of the addresses, which do not have the flow label.
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
    let mut list = Vec::<SocketAddr>::new();
    for address in resolve(host, port)? {
        if list.iter().all(|other| other.to_string() != address.to_string()) {
            list.push(address);
        }
    }
    if list.is_empty() {
        return Err(io::Error::new(ErrorKind::NotFound, format!("no address for {host}")));
    }
    Ok(list)
}
