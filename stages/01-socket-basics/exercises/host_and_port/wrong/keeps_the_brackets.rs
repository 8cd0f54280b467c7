//! Splits at the right colon, but leaves the brackets in the host.
//!
//! Rejected by: the_host_of_an_ipv6_address_has_no_brackets

/// The host, without brackets, and the port in a text like `localhost:1081` or `[::1]:80`.
pub fn host_and_port(text: &str) -> Option<(&str, u16)> {
    let (host, port) = text.rsplit_once(':')?;
    let bracketed = host.starts_with('[') && host.ends_with(']');
    if host.is_empty() || host == "[]" || host.contains(':') != bracketed {
        return None;
    }
    Some((host, port.parse().ok()?))
}
