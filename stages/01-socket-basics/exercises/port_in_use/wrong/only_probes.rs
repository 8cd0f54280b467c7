//! Only tries whether the port is free, and closes the listener that it tried with.
//!
//! Rejected by: a_free_address_is_listened_on

use std::net::{SocketAddr, TcpListener};

/// Listens on an address, or says in one sentence why that cannot be.
pub fn listen(address: SocketAddr) -> Result<TcpListener, String> {
    match TcpListener::bind(address) {
        Ok(_) => Err("the port is free".into()),
        Err(error) => Err(format!("could not listen on {address}: {error}")),
    }
}
