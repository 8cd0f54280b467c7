//! Listens on every address by default.
//!
//! Rejected by: without_a_setting_only_this_machine_may_connect

use std::{
    io::{self, ErrorKind},
    net::{IpAddr, Ipv4Addr, TcpListener},
};

/// Listens on the port, for those whom the setting lets in; without a setting, for this machine only.
pub fn listen(bind: Option<&str>, port: u16) -> io::Result<TcpListener> {
    let address: IpAddr = match bind {
        None | Some("*") => Ipv4Addr::UNSPECIFIED.into(),
        Some(text) => text.parse().map_err(|error| io::Error::new(ErrorKind::InvalidInput, error))?,
    };
    TcpListener::bind((address, port))
}
