//! Unwraps the colon and the port, so that a typing error is a panic.
//!
//! Rejected by: a_text_without_a_host_or_a_port_is_refused

/// The host, without brackets, and the port in a text like `localhost:1081` or `[::1]:80`.
pub fn host_and_port(text: &str) -> Option<(&str, u16)> {
    let (host, port) = text.rsplit_once(':').unwrap();
    Some((host.trim_matches(['[', ']']), port.parse().unwrap()))
}
