//! Filters the iterator with a set of the addresses seen so far.

use std::{
    collections::HashSet,
    io::{self, Error, ErrorKind},
    net::SocketAddr,
    vec::IntoIter,
};

/// All the addresses of a host, each with the port, in the order in which they should be tried.
pub fn addresses(
    host: &str,
    port: u16,
    resolve: impl FnOnce(&str, u16) -> io::Result<IntoIter<SocketAddr>>,
) -> io::Result<Vec<SocketAddr>> {
    let mut seen = HashSet::new();
    let list: Vec<_> = resolve(host, port)?.filter(|address| seen.insert(*address)).collect();
    if list.is_empty() { Err(Error::new(ErrorKind::NotFound, format!("no address for {host:?}"))) } else { Ok(list) }
}
