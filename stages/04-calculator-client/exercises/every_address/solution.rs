//! Leaves the loop with the first connection, and keeps every error with its address.

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
    for &address in addresses {
        match dial(address) {
            Ok(connection) => return Ok(connection),
            Err(error) => errors.push((address, error)),
        }
    }
    Err(errors)
}
