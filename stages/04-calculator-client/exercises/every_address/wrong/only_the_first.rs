//! Tries the first address only, and returns its outcome.
//!
//! Rejected by: when_the_first_address_refuses_the_second_is_connected_to

use std::{
    io,
    net::{SocketAddr, TcpStream},
};

/// Connects to the first address that accepts, or returns each address with its error. `connect_to` connects to one.
pub fn connect(
    addresses: &[SocketAddr],
    mut connect_to: impl FnMut(SocketAddr) -> io::Result<TcpStream>,
) -> Result<TcpStream, Vec<(SocketAddr, io::Error)>> {
    let Some(&address) = addresses.first() else {
        return Err(Vec::new());
    };
    connect_to(address).map_err(|error| vec![(address, error)])
}
