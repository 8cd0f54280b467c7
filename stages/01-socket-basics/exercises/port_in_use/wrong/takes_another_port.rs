//! Listens on any free port when the given one is in use.
//!
//! Rejected by: a_port_in_use_has_its_own_sentence

use std::{
    io::ErrorKind,
    net::{SocketAddr, TcpListener},
};

/// Listens on an address, or says in one sentence why that cannot be.
pub fn listen(address: SocketAddr) -> Result<TcpListener, String> {
    TcpListener::bind(address)
        .or_else(|error| match error.kind() {
            ErrorKind::AddrInUse => TcpListener::bind((address.ip(), 0)),
            _ => Err(error),
        })
        .map_err(|error| format!("could not listen on {address}: {error}"))
}
