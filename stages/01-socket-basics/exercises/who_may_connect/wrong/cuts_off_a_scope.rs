//! Removes everything after a percent sign, and so listens on another address than the one that is set.
//!
//! Rejected by: a_setting_that_is_not_an_address_is_an_error

use std::{
    io::{self, ErrorKind},
    net::{IpAddr, Ipv4Addr, TcpListener},
};

/// Listens on the port, for those whom the setting lets in; without a setting, for this machine only.
pub fn listen(bind: Option<&str>, port: u16) -> io::Result<TcpListener> {
    let ip: IpAddr = match bind {
        None => Ipv4Addr::LOCALHOST.into(),
        Some("*") => Ipv4Addr::UNSPECIFIED.into(),
        Some(setting) => setting
            .split('%')
            .next()
            .unwrap_or_default()
            .parse()
            .map_err(|error| io::Error::new(ErrorKind::InvalidInput, error))?,
    };
    TcpListener::bind((ip, port))
}
