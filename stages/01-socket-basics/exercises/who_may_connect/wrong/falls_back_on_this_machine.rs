//! Listens on 127.0.0.1 when the address cannot be bound.
//!
//! Rejected by: an_address_that_cannot_be_bound_is_an_error

use std::{
    io::{self, ErrorKind},
    net::{IpAddr, Ipv4Addr, TcpListener},
};

/// Listens on the port, for those whom the setting lets in; without a setting, for this machine only.
pub fn listen(bind: Option<&str>, port: u16) -> io::Result<TcpListener> {
    let address: IpAddr = match bind {
        None => Ipv4Addr::LOCALHOST.into(),
        Some("*") => Ipv4Addr::UNSPECIFIED.into(),
        Some(text) => text.parse().map_err(|error| io::Error::new(ErrorKind::InvalidInput, error))?,
    };
    TcpListener::bind((address, port)).or_else(|_| TcpListener::bind((Ipv4Addr::LOCALHOST, port)))
}
