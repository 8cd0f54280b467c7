//! Assumes that the list has a first address.
//!
//! Rejected by: no_addresses_give_an_empty_list

use std::{
    io,
    net::{SocketAddr, TcpStream},
};

/// Connects to the first address that accepts, or returns each address with its error. `connect_to` connects to one.
pub fn connect(
    addresses: &[SocketAddr],
    mut connect_to: impl FnMut(SocketAddr) -> io::Result<TcpStream>,
) -> Result<TcpStream, Vec<(SocketAddr, io::Error)>> {
    let mut errors = Vec::new();
    let mut left = addresses.iter();
    let mut address = *left.next().unwrap();
    loop {
        match connect_to(address) {
            Ok(connection) => return Ok(connection),
            Err(error) => errors.push((address, error)),
        }
        match left.next() {
            Some(next) => address = *next,
            None => return Err(errors),
        }
    }
}
