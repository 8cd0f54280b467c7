//! Splits at the last colon, with or without brackets, and reads `::1:80` as port 80 of `::1`.
//!
//! Rejected by: an_ipv6_address_without_both_brackets_is_refused

/// The host, without brackets, and the port in a text like `localhost:1081` or `[::1]:80`.
pub fn host_and_port(text: &str) -> Option<(&str, u16)> {
    let (host, port) = text.rsplit_once(':')?;
    let host = host.trim_matches(['[', ']']);
    if host.is_empty() { None } else { Some((host, port.parse().ok()?)) }
}
