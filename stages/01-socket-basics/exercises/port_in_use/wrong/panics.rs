//! Unwraps the result of `bind`.
//!
//! Rejected by: a_port_in_use_has_its_own_sentence

use std::net::{SocketAddr, TcpListener};

/// Listens on an address, or says in one sentence why that cannot be.
pub fn listen(address: SocketAddr) -> Result<TcpListener, String> {
    Ok(TcpListener::bind(address).expect("could not bind"))
}
