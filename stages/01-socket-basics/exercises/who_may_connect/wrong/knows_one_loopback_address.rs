//! Replaces every address that begins with 127 by 127.0.0.1.
//!
//! Rejected by: an_address_of_either_family_is_bound

use std::{
    io::{self, ErrorKind},
    net::{IpAddr, Ipv4Addr, TcpListener},
};

/// Listens on the port, for those whom the setting lets in; without a setting, for this machine only.
pub fn listen(bind: Option<&str>, port: u16) -> io::Result<TcpListener> {
    let ip: IpAddr = match bind {
        None => Ipv4Addr::LOCALHOST.into(),
        Some("*") => Ipv4Addr::UNSPECIFIED.into(),
        Some(setting) => setting.parse().map_err(|error| io::Error::new(ErrorKind::InvalidInput, error))?,
    };
    let is_loopback = ip.is_ipv4() && ip.is_loopback();
    TcpListener::bind((if is_loopback { Ipv4Addr::LOCALHOST.into() } else { ip }, port))
}
