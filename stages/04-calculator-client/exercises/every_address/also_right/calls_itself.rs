//! Calls itself for the rest of the list, and puts its own error before those of the rest.

use std::{
    io,
    net::{SocketAddr, TcpStream},
};

/// Connects to the first address that accepts, or returns each address with its error. `connect_to` connects to one.
pub fn connect(
    addresses: &[SocketAddr],
    mut connect_to: impl FnMut(SocketAddr) -> io::Result<TcpStream>,
) -> Result<TcpStream, Vec<(SocketAddr, io::Error)>> {
    rest(addresses, &mut connect_to)
}

fn rest(
    addresses: &[SocketAddr],
    connect_to: &mut dyn FnMut(SocketAddr) -> io::Result<TcpStream>,
) -> Result<TcpStream, Vec<(SocketAddr, io::Error)>> {
    let Some((&first, others)) = addresses.split_first() else {
        return Err(Vec::new());
    };
    connect_to(first).or_else(|error| {
        rest(others, connect_to).map_err(|mut errors| {
            errors.insert(0, (first, error));
            errors
        })
    })
}
