//! Listens on 127.0.0.1 for a star.
//!
//! Rejected by: a_star_means_every_ipv4_address

use std::{
    io::{self, ErrorKind},
    net::{IpAddr, Ipv4Addr, TcpListener},
};

/// Listens on the port, for those whom the setting lets in; without a setting, for this machine only.
pub fn listen(bind: Option<&str>, port: u16) -> io::Result<TcpListener> {
    let address: IpAddr = match bind {
        None | Some("*") => Ipv4Addr::LOCALHOST.into(),
        Some(text) => text.parse().map_err(|error| io::Error::new(ErrorKind::InvalidInput, error))?,
    };
    TcpListener::bind((address, port))
}
