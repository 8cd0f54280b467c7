//! Removes any number of brackets.
//!
//! Rejected by: only_an_ipv6_address_may_be_in_brackets

use std::net::Ipv6Addr;

/// The host, without brackets, and the port in a text like `localhost:1081` or `[::1]:80`.
pub fn host_and_port(text: &str) -> Option<(&str, u16)> {
    let (host, port) = text.rsplit_once(':')?;
    if !port.bytes().all(|byte| byte.is_ascii_digit()) {
        return None;
    }
    let port = port.parse().ok()?;
    if host.starts_with('[') && host.ends_with(']') {
        let address = host.trim_matches(['[', ']']);
        return address.parse::<Ipv6Addr>().is_ok().then_some((address, port));
    }
    (!host.is_empty() && !host.contains(':')).then_some((host, port))
}
