//! Splits at every colon, as if there could be only one.
//!
//! Rejected by: the_host_of_an_ipv6_address_has_no_brackets

/// The host, without brackets, and the port in a text like `localhost:1081` or `[::1]:80`.
pub fn host_and_port(text: &str) -> Option<(&str, u16)> {
    let parts: Vec<_> = text.split(':').collect();
    let [host, port] = parts[..] else {
        return None;
    };
    if host.is_empty() { None } else { Some((host, port.parse().ok()?)) }
}
