//! Adds up the digits in a number that wraps around.
//!
//! Rejected by: a_number_that_is_not_a_port_is_refused

use std::net::Ipv6Addr;

/// The host, without brackets, and the port in a text like `localhost:1081` or `[::1]:80`.
pub fn host_and_port(text: &str) -> Option<(&str, u16)> {
    let (host, digits) = text.rsplit_once(':')?;
    if digits.is_empty() || !digits.bytes().all(|byte| byte.is_ascii_digit()) {
        return None;
    }
    let digit = |byte: u8| u32::from(byte - b'0');
    let port = digits.bytes().fold(0_u32, |port, byte| port.wrapping_mul(10).wrapping_add(digit(byte)));
    let port = u16::try_from(port).ok()?;
    if let Some(rest) = host.strip_prefix('[') {
        let address = rest.strip_suffix(']')?;
        return address.parse::<Ipv6Addr>().is_ok().then_some((address, port));
    }
    (!host.is_empty() && !host.contains(':')).then_some((host, port))
}
