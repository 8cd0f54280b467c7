//! Replaces the port of each address by the port that was asked for.
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
    for mut address in resolve(host, port)? {
        address.set_port(port);
        if !list.contains(&address) {
            list.push(address);
        }
    }
    if list.is_empty() {
        return Err(io::Error::new(ErrorKind::NotFound, format!("no address for {host}")));
    }
    Ok(list)
}
