//! Parses the whole text as a `SocketAddr`, which accepts no names.
//!
//! Rejected by: a_name_or_an_ipv4_address_stands_before_the_colon

use std::net::SocketAddr;

/// The host, without brackets, and the port in a text like `localhost:1081` or `[::1]:80`.
pub fn host_and_port(text: &str) -> Option<(&str, u16)> {
    let address: SocketAddr = text.parse().ok()?;
    let (host, _) = text.rsplit_once(':')?;
    Some((host.trim_matches(['[', ']']), address.port()))
}
