//! Makes a new error of the kind of the old one, and loses its text.
//!
//! Rejected by: however_many_fail_each_error_is_returned_as_it_came

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
    for &address in addresses {
        match connect_to(address) {
            Ok(connection) => return Ok(connection),
            Err(error) => errors.push((address, error.kind().into())),
        }
    }
    Err(errors)
}
