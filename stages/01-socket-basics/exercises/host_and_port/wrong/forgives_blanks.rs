//! Removes spaces around the port.
//!
//! Rejected by: a_port_is_digits_and_nothing_else

use std::net::Ipv6Addr;

/// The host, without brackets, and the port in a text like `localhost:1081` or `[::1]:80`.
pub fn host_and_port(text: &str) -> Option<(&str, u16)> {
    let (host, port) = text.rsplit_once(':')?;
    let port = port.trim();
    if !port.bytes().all(|byte| byte.is_ascii_digit()) {
        return None;
    }
    let port = port.parse().ok()?;
    if let Some(rest) = host.strip_prefix('[') {
        let address = rest.strip_suffix(']')?;
        return address.parse::<Ipv6Addr>().is_ok().then_some((address, port));
    }
    (!host.is_empty() && !host.contains(':')).then_some((host, port))
}
