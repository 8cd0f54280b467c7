//! Tries the first address only: whatever comes of it is the outcome.
//!
//! Rejected by: when_the_first_address_refuses_the_second_is_connected_to

use std::{
    io,
    net::{SocketAddr, TcpStream},
};

/// Connects to the first of the addresses that answers, or tells what became of each. `dial` connects to one.
pub fn connect(
    addresses: &[SocketAddr],
    mut dial: impl FnMut(SocketAddr) -> io::Result<TcpStream>,
) -> Result<TcpStream, Vec<(SocketAddr, io::Error)>> {
    let Some(&address) = addresses.first() else {
        return Err(Vec::new());
    };
    dial(address).map_err(|error| vec![(address, error)])
}
