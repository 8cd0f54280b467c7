//! Parses the port as an `i32` and truncates it: port 65616 becomes port 80.
//!
//! Rejected by: a_number_that_is_not_a_port_is_refused

/// The host, without brackets, and the port in a text like `localhost:1081` or `[::1]:80`.
pub fn host_and_port(text: &str) -> Option<(&str, u16)> {
    let (host, port) = text.rsplit_once(':')?;
    let port = port.parse::<i32>().ok()? as u16;
    let inside = host.strip_prefix('[').and_then(|host| host.strip_suffix(']'));
    let host = inside.unwrap_or(host);
    (!host.is_empty() && host.contains(':') == inside.is_some()).then_some((host, port))
}
