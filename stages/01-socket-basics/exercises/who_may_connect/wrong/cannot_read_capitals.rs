//! Refuses capital letters in an IPv6 address.
//!
//! Rejected by: an_address_that_cannot_be_bound_is_an_error

use std::{
    io::{self, ErrorKind},
    net::{IpAddr, Ipv4Addr, TcpListener},
};

/// Listens on the port, for those whom the setting lets in; without a setting, for this machine only.
pub fn listen(bind: Option<&str>, port: u16) -> io::Result<TcpListener> {
    let ip: IpAddr = match bind {
        None => Ipv4Addr::LOCALHOST.into(),
        Some("*") => Ipv4Addr::UNSPECIFIED.into(),
        Some(setting) if setting.bytes().any(|byte| byte.is_ascii_uppercase()) => {
            return Err(ErrorKind::InvalidInput.into());
        }
        Some(setting) => setting.parse().map_err(|error| io::Error::new(ErrorKind::InvalidInput, error))?,
    };
    TcpListener::bind((ip, port))
}
