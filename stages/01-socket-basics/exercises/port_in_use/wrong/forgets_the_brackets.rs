//! Joins address and port with a colon, as if an IPv6 address had no colons of its own.
//!
//! Rejected by: an_ipv6_address_is_written_in_brackets

use std::{
    io::ErrorKind,
    net::{SocketAddr, TcpListener},
};

/// Listens on an address, or says in one sentence why that cannot be.
pub fn listen(address: SocketAddr) -> Result<TcpListener, String> {
    let (ip, port) = (address.ip(), address.port());
    TcpListener::bind(address).map_err(|error| match error.kind() {
        ErrorKind::AddrInUse => {
            format!("{ip}:{port} is already in use; stop the program that has it, or choose another port")
        }
        _ => format!("could not listen on {ip}:{port}: {error}"),
    })
}
