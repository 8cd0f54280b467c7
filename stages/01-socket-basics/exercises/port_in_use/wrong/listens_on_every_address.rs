//! Uses only the port of the address, and listens on every address of the machine.
//!
//! Rejected by: it_listens_on_a_free_address

use std::{
    io::ErrorKind,
    net::{Ipv6Addr, SocketAddr, TcpListener},
};

/// Listens on an address, or says in one sentence why that cannot be.
pub fn listen(address: SocketAddr) -> Result<TcpListener, String> {
    TcpListener::bind((Ipv6Addr::UNSPECIFIED, address.port())).map_err(|error| match error.kind() {
        ErrorKind::AddrInUse => {
            format!("{address} is already in use; stop the program that has it, or choose another port")
        }
        _ => format!("could not listen on {address}: {error}"),
    })
}
