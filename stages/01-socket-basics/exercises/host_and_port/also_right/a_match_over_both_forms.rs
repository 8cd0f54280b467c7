//! Handles the form with brackets and the form without in two arms of a `match`.

use std::net::Ipv6Addr;

/// The host, without brackets, and the port in a text like `localhost:1081` or `[::1]:80`.
pub fn host_and_port(text: &str) -> Option<(&str, u16)> {
    let (host, port) = match text.strip_prefix('[') {
        Some(rest) => rest.split_once("]:").filter(|(host, _)| host.parse::<Ipv6Addr>().is_ok())?,
        None => text.split_once(':').filter(|(host, _)| !host.is_empty())?,
    };
    match port.parse() {
        Ok(number) if !port.starts_with('+') => Some((host, number)),
        _ => None,
    }
}
