//! Listens on every address when it cannot parse the setting.
//!
//! Rejected by: a_setting_that_is_not_an_address_is_an_error

use std::{
    io,
    net::{IpAddr, Ipv4Addr, TcpListener},
};

/// Listens on the port, for those whom the setting lets in; without a setting, for this machine only.
pub fn listen(bind: Option<&str>, port: u16) -> io::Result<TcpListener> {
    let address = match bind {
        None => Ipv4Addr::LOCALHOST.into(),
        Some(text) => text.parse::<IpAddr>().unwrap_or(Ipv4Addr::UNSPECIFIED.into()),
    };
    TcpListener::bind((address, port))
}
