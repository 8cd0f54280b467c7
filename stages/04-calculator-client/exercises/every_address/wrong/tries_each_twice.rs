//! Dials an address once more when it has failed, in case it was an accident.
//!
//! Rejected by: when_none_answers_each_address_is_named_with_its_own_error

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
        match dial(address).or_else(|_| dial(address)) {
            Ok(connection) => return Ok(connection),
            Err(error) => errors.push((address, error)),
        }
    }
    Err(errors)
}
