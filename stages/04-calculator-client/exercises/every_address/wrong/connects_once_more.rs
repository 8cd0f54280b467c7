//! Uses `dial` to find out which address answers, and then makes a connection of its own.
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
    let mut errors = Vec::new();
    for &address in addresses {
        match dial(address).and_then(|_| TcpStream::connect(address)) {
            Ok(connection) => return Ok(connection),
            Err(error) => errors.push((address, error)),
        }
    }
    Err(errors)
}
