//! Matches on what the resolver returns, and compares with two loops over indices.

use std::{
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
    let found = match resolve(host, port) {
        Err(error) => return Err(error),
        Ok(found) => found.collect::<Vec<_>>(),
    };
    if found.is_empty() {
        let words = String::from("no address for ") + host;
        return Err(Error::new(ErrorKind::NotFound, words));
    }
    let mut list = Vec::with_capacity(found.len());
    for index in 0..found.len() {
        let mut new = true;
        for before in 0..index {
            if found[before] == found[index] {
                new = false;
            }
        }
        if new {
            list.push(found[index]);
        }
    }
    Ok(list)
}
