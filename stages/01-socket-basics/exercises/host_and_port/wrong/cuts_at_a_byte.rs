//! Slices after the first byte, as if every letter had one byte.
//!
//! Rejected by: a_name_may_use_any_alphabet

use std::net::Ipv6Addr;

/// The host, without brackets, and the port in a text like `localhost:1081` or `[::1]:80`.
pub fn host_and_port(text: &str) -> Option<(&str, u16)> {
    let (host, port) = text.rsplit_once(':')?;
    if host.is_empty() || !port.bytes().all(|byte| byte.is_ascii_digit()) {
        return None;
    }
    let port = port.parse().ok()?;
    let first = host.get(..1).expect("the first letter");
    if first == "[" {
        let rest = &host[1..];
        let address = rest.strip_suffix(']')?;
        return address.parse::<Ipv6Addr>().is_ok().then_some((address, port));
    }
    (!host.contains(':')).then_some((host, port))
}
