//! The kind of the error tells a port in use from all other failures.

use std::{
    io::ErrorKind,
    net::{SocketAddr, TcpListener},
};

/// Listens on an address, or says in one sentence why it cannot.
pub fn listen(address: SocketAddr) -> Result<TcpListener, String> {
    TcpListener::bind(address).map_err(|error| match error.kind() {
        ErrorKind::AddrInUse => {
            format!("{address} is already in use; stop the program that has it, or choose another port")
        }
        _ => format!("could not listen on {address}: {error}"),
    })
}
