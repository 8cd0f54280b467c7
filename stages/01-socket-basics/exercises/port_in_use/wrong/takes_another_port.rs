//! Takes any free port when the right one is taken: it runs, and nobody finds it.
//!
//! Rejected by: a_taken_port_is_named_with_a_way_out

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
