//! Parses IPv4 addresses only.
//!
//! Rejected by: an_address_of_either_family_is_bound

use std::{
    io::{self, ErrorKind},
    net::{Ipv4Addr, TcpListener},
};

/// Listens on the port, for those whom the setting lets in; without a setting, for this machine only.
pub fn listen(bind: Option<&str>, port: u16) -> io::Result<TcpListener> {
    let address = match bind {
        None => Ipv4Addr::LOCALHOST,
        Some("*") => Ipv4Addr::UNSPECIFIED,
        Some(text) => text.parse().map_err(|error| io::Error::new(ErrorKind::InvalidInput, error))?,
    };
    TcpListener::bind((address, port))
}
