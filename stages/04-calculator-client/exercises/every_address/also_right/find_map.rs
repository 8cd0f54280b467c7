//! An iterator stops at the first connection, and keeps the errors that it passes.

use std::{
    io,
    net::{SocketAddr, TcpStream},
};

/// Connects to the first address that accepts, or returns each address with its error. `connect_to` connects to one.
pub fn connect(
    addresses: &[SocketAddr],
    mut connect_to: impl FnMut(SocketAddr) -> io::Result<TcpStream>,
) -> Result<TcpStream, Vec<(SocketAddr, io::Error)>> {
    let mut errors = Vec::with_capacity(addresses.len());
    addresses
        .iter()
        .find_map(|&address| connect_to(address).map_err(|error| errors.push((address, error))).ok())
        .ok_or(errors)
}
