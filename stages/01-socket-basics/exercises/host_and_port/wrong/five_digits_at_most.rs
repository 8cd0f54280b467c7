//! Refuses a port that has more than five digits, although it may have leading zeros.
//!
//! Rejected by: every_port_from_0_to_65535_is_accepted

use std::net::Ipv6Addr;

/// The host, without brackets, and the port in a text like `localhost:1081` or `[::1]:80`.
pub fn host_and_port(text: &str) -> Option<(&str, u16)> {
    let (host, port) = text.rsplit_once(':')?;
    if port.is_empty() || !port.bytes().all(|byte| byte.is_ascii_digit()) || port.len() > 5 {
        return None;
    }
    let port = port.parse().ok()?;
    if let Some(inside) = host.strip_prefix('[').and_then(|host| host.strip_suffix(']')) {
        return inside.parse::<Ipv6Addr>().is_ok().then_some((inside, port));
    }
    if host.is_empty() || host.contains([':', '[', ']']) {
        return None;
    }
    Some((host, port))
}
