//! Treats each host that begins with a digit as an IPv4 address.
//!
//! Rejected by: a_name_or_an_ipv4_address_stands_before_the_colon

use std::net::{Ipv4Addr, Ipv6Addr};

/// The host, without brackets, and the port in a text like `localhost:1081` or `[::1]:80`.
pub fn host_and_port(text: &str) -> Option<(&str, u16)> {
    let (host, port) = text.rsplit_once(':')?;
    if port.is_empty() || !port.bytes().all(|byte| byte.is_ascii_digit()) {
        return None;
    }
    let port = port.parse().ok()?;
    if let Some(inside) = host.strip_prefix('[').and_then(|host| host.strip_suffix(']')) {
        return inside.parse::<Ipv6Addr>().is_ok().then_some((inside, port));
    }
    if host.is_empty() || host.contains([':', '[', ']']) {
        return None;
    }
    let is_number = host.starts_with(|letter: char| letter.is_ascii_digit());
    (!is_number || host.parse::<Ipv4Addr>().is_ok()).then_some((host, port))
}
