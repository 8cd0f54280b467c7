//! The address to which a listener is bound decides who can reach it, so the careful one is the default.

use std::{
    io::{self, ErrorKind},
    net::{IpAddr, Ipv4Addr, TcpListener},
};

/// Listens on the port, for those whom the setting lets in; without a setting, for this machine only.
pub fn listen(bind: Option<&str>, port: u16) -> io::Result<TcpListener> {
    let address: IpAddr = match bind {
        None => Ipv4Addr::LOCALHOST.into(),
        Some("*") => Ipv4Addr::UNSPECIFIED.into(),
        Some(text) => text.parse().map_err(|error| {
            io::Error::new(ErrorKind::InvalidInput, format!("could not listen on {text:?}: {error}"))
        })?,
    };
    TcpListener::bind((address, port))
}
