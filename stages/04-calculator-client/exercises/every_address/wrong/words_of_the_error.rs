//! Keeps of each error its kind and its words, and loses the system's number.
//!
//! Rejected by: however_many_fail_each_error_is_told_as_it_came

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
            Err(error) => errors.push((address, io::Error::new(error.kind(), error.to_string()))),
        }
    }
    Err(errors)
}
