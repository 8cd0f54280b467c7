//! Says that the port is in use after every failure.
//!
//! Rejected by: another_failure_is_not_called_a_port_in_use

use std::net::{SocketAddr, TcpListener};

/// Listens on an address, or says in one sentence why that cannot be.
pub fn listen(address: SocketAddr) -> Result<TcpListener, String> {
    TcpListener::bind(address).map_err(|_| {
        format!("{address} is already in use; stop the program that has it, or choose another port")
    })
}
