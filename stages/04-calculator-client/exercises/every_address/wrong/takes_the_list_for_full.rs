//! Takes the list apart as if it had to have a first address.
//!
//! Rejected by: of_no_addresses_comes_an_empty_list

use std::{
    io,
    net::{SocketAddr, TcpStream},
};

/// Connects to the first of the addresses that answers, or tells what became of each. `dial` connects to one.
pub fn connect(
    addresses: &[SocketAddr],
    mut dial: impl FnMut(SocketAddr) -> io::Result<TcpStream>,
) -> Result<TcpStream, Vec<(SocketAddr, io::Error)>> {
    let mut errors = Vec::new();
    let mut left = addresses.iter();
    let mut address = *left.next().unwrap();
    loop {
        match dial(address) {
            Ok(connection) => return Ok(connection),
            Err(error) => errors.push((address, error)),
        }
        match left.next() {
            Some(next) => address = *next,
            None => return Err(errors),
        }
    }
}
