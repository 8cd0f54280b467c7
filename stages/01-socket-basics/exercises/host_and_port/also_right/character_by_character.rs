//! Computes the port digit by digit and finds the colon by hand, without `parse` or `rsplit_once`.

use std::net::Ipv6Addr;

/// The host, without brackets, and the port in a text like `localhost:1081` or `[::1]:80`.
pub fn host_and_port(text: &str) -> Option<(&str, u16)> {
    let mut border = None;
    for (index, letter) in text.char_indices() {
        if letter == ':' {
            border = Some(index);
        }
    }
    let border = border?;
    let (host, digits) = (&text[..border], &text[border + 1..]);
    if digits.is_empty() {
        return None;
    }
    let mut port = 0_u16;
    for digit in digits.chars() {
        let value = digit.to_digit(10)?;
        port = port.checked_mul(10)?.checked_add(u16::try_from(value).ok()?)?;
    }
    if host.len() > 2 && host.starts_with('[') && host.ends_with(']') {
        let inside = &host[1..host.len() - 1];
        return match inside.parse::<Ipv6Addr>() {
            Ok(_) => Some((inside, port)),
            Err(_) => None,
        };
    }
    if host.is_empty() || host.contains([':', '[', ']']) { None } else { Some((host, port)) }
}
