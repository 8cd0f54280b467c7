//! Tries the last address first, because the system lists IPv4 there.
//!
//! Rejected by: after_the_first_that_answers_no_other_is_tried

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
    for &address in addresses.iter().rev() {
        match connect_to(address) {
            Ok(connection) => return Ok(connection),
            Err(error) => errors.push((address, error)),
        }
    }
    errors.reverse();
    Err(errors)
}
