//! The address of a listener decides who can reach it, so the default is loopback.

use std::{
    io::{self, ErrorKind},
    net::{IpAddr, Ipv4Addr, TcpListener},
};

/// Listens on the port and on the address of the setting; without a setting, for this machine only.
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
