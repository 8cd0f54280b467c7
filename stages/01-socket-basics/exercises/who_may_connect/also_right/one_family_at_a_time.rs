//! Parses an IPv4 address, then an IPv6 address, with `map` and `or_else`.

use std::{
    io::{self, Error, ErrorKind},
    net::{IpAddr, Ipv4Addr, Ipv6Addr, TcpListener},
};

/// Listens on the port, for those whom the setting lets in; without a setting, for this machine only.
pub fn listen(bind: Option<&str>, port: u16) -> io::Result<TcpListener> {
    bind.map_or(Ok(IpAddr::V4(Ipv4Addr::LOCALHOST)), address)
        .and_then(|ip| TcpListener::bind([(ip, port).into()].as_slice()))
}

fn address(text: &str) -> io::Result<IpAddr> {
    if text == "*" {
        return Ok(Ipv4Addr::UNSPECIFIED.into());
    }
    text.parse::<Ipv4Addr>()
        .map(IpAddr::V4)
        .or_else(|_| text.parse::<Ipv6Addr>().map(IpAddr::V6))
        .map_err(|_| Error::new(ErrorKind::InvalidInput, format!("{text:?} is no address")))
}
