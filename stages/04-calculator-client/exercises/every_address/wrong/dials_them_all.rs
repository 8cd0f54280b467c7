//! Dials every address, and then takes the first connection of those that came about.
//!
//! Rejected by: after_the_first_that_answers_nobody_else_is_dialled

use std::{
    io,
    net::{SocketAddr, TcpStream},
};

/// Connects to the first of the addresses that answers, or tells what became of each. `dial` connects to one.
pub fn connect(
    addresses: &[SocketAddr],
    mut dial: impl FnMut(SocketAddr) -> io::Result<TcpStream>,
) -> Result<TcpStream, Vec<(SocketAddr, io::Error)>> {
    let mut connections = Vec::new();
    let mut errors = Vec::new();
    for &address in addresses {
        match dial(address) {
            Ok(connection) => connections.push(connection),
            Err(error) => errors.push((address, error)),
        }
    }
    connections.into_iter().next().ok_or(errors)
}
