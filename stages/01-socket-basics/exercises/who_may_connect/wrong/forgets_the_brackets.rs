//! Joins the address and the port as text, which works for IPv4 only.
//!
//! Rejected by: an_address_of_either_family_is_bound

use std::{
    io::{self, ErrorKind},
    net::{SocketAddr, TcpListener},
};

/// Listens on the port, for those whom the setting lets in; without a setting, for this machine only.
pub fn listen(bind: Option<&str>, port: u16) -> io::Result<TcpListener> {
    let host = match bind {
        None => "127.0.0.1",
        Some("*") => "0.0.0.0",
        Some(host) => host,
    };
    let address: SocketAddr =
        format!("{host}:{port}").parse().map_err(|error| io::Error::new(ErrorKind::InvalidInput, error))?;
    TcpListener::bind(address)
}
