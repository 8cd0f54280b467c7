//! Checks only that there are colons in the brackets, not that there is an address.
//!
//! Rejected by: only_an_ipv6_address_may_be_in_brackets

/// The host, without brackets, and the port in a text like `localhost:1081` or `[::1]:80`.
pub fn host_and_port(text: &str) -> Option<(&str, u16)> {
    let (host, port) = text.rsplit_once(':')?;
    if !port.bytes().all(|byte| byte.is_ascii_digit()) {
        return None;
    }
    let port = port.parse().ok()?;
    let inside = host.strip_prefix('[').and_then(|host| host.strip_suffix(']'));
    let host = inside.unwrap_or(host);
    (!host.is_empty() && host.contains(':') == inside.is_some()).then_some((host, port))
}
