//! Displays the kind of the error instead of the system's text.
//!
//! Rejected by: another_failure_is_not_called_a_port_in_use

use std::{
    io::ErrorKind,
    net::{SocketAddr, TcpListener},
};

/// Listens on an address, or says in one sentence why that cannot be.
pub fn listen(address: SocketAddr) -> Result<TcpListener, String> {
    TcpListener::bind(address).map_err(|error| match error.kind() {
        ErrorKind::AddrInUse => {
            format!("{address} is already in use; stop the program that has it, or choose another port")
        }
        kind => format!("could not listen on {address}: {kind}"),
    })
}
