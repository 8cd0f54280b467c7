//! Refuses port 0, which asks for any free port.
//!
//! Rejected by: every_port_from_0_to_65535_is_accepted

/// The host, without brackets, and the port in a text like `localhost:1081` or `[::1]:80`.
pub fn host_and_port(text: &str) -> Option<(&str, u16)> {
    let (host, port) = text.rsplit_once(':')?;
    let port = port.parse().ok().filter(|port| (1..65535).contains(port))?;
    let inside = host.strip_prefix('[').and_then(|host| host.strip_suffix(']'));
    let host = inside.unwrap_or(host);
    (!host.is_empty() && host.contains(':') == inside.is_some()).then_some((host, port))
}
