//! Takes the text before the first colon and the text after the last one.
//!
//! Rejected by: a_host_without_brackets_has_no_colon

use std::net::Ipv6Addr;

/// The host, without brackets, and the port in a text like `localhost:1081` or `[::1]:80`.
pub fn host_and_port(text: &str) -> Option<(&str, u16)> {
    let (before, port) = text.rsplit_once(':')?;
    if !port.bytes().all(|byte| byte.is_ascii_digit()) {
        return None;
    }
    let port = port.parse().ok()?;
    if let Some(rest) = before.strip_prefix('[') {
        let address = rest.strip_suffix(']')?;
        return address.parse::<Ipv6Addr>().is_ok().then_some((address, port));
    }
    let host = before.split(':').next()?;
    (!host.is_empty()).then_some((host, port))
}
