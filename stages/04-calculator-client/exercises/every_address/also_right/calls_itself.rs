//! Calls itself for the rest of the list, and puts its own error before those of the rest.

use std::{
    io,
    net::{SocketAddr, TcpStream},
};

/// Connects to the first of the addresses that answers, or tells what became of each. `dial` connects to one.
pub fn connect(
    addresses: &[SocketAddr],
    mut dial: impl FnMut(SocketAddr) -> io::Result<TcpStream>,
) -> Result<TcpStream, Vec<(SocketAddr, io::Error)>> {
    rest(addresses, &mut dial)
}

fn rest(
    addresses: &[SocketAddr],
    dial: &mut dyn FnMut(SocketAddr) -> io::Result<TcpStream>,
) -> Result<TcpStream, Vec<(SocketAddr, io::Error)>> {
    let Some((&first, others)) = addresses.split_first() else {
        return Err(Vec::new());
    };
    dial(first).or_else(|error| {
        rest(others, dial).map_err(|mut errors| {
            errors.insert(0, (first, error));
            errors
        })
    })
}
