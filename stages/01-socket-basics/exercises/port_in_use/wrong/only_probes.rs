//! Binds to find out whether the port is free, and drops this listener.
//!
//! Rejected by: it_listens_on_a_free_address

use std::net::{SocketAddr, TcpListener};

/// Listens on an address, or says in one sentence why that cannot be.
pub fn listen(address: SocketAddr) -> Result<TcpListener, String> {
    match TcpListener::bind(address) {
        Ok(_) => Err("the port is free".into()),
        Err(error) => Err(format!("could not listen on {address}: {error}")),
    }
}
