//! Texts with changing port numbers, made comparable.

/// What stands before the colon of a port: a name, an IPv4 address, or the bracket that ends an IPv6 address.
const HOSTS: [&str; 4] = ["localhost:", "127.0.0.1:", "0.0.0.0:", "]:"];

/// Replaces the port after each local address by `PORT`: `127.0.0.1:54321` becomes `127.0.0.1:PORT`.
///
/// Port 0 stays: no connection has it, so a program that shows it has a fault which the comparison must find.
#[must_use]
pub fn mask(text: &str) -> String {
    let mut masked = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(colon) = rest.find(':') {
        let (before, after) = rest.split_at(colon + 1);
        masked.push_str(before);
        let unmasked = after.trim_start_matches(|character: char| character.is_ascii_digit());
        let port = &after[..after.len() - unmasked.len()];
        if !matches!(port, "" | "0") && HOSTS.iter().any(|host| masked.ends_with(host)) {
            masked.push_str("PORT");
            rest = unmasked;
        } else {
            rest = after;
        }
    }
    masked + rest
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_port_after_a_local_address_is_masked() {
        for (text, masked) in [
            ("listening on 127.0.0.1:54321", "listening on 127.0.0.1:PORT"),
            ("[::1]:1 and localhost:65535.", "[::1]:PORT and localhost:PORT."),
            ("from [::ffff:127.0.0.1]:4242\n", "from [::ffff:127.0.0.1]:PORT\n"),
        ] {
            assert_eq!(mask(text), masked);
        }
    }

    #[test]
    fn everything_else_stays_as_it_is() {
        for text in ["", "::1", "at 12:30", "localhost: 4", "localhost:0", "error: at column 3", "localhost:"]
        {
            assert_eq!(mask(text), text);
        }
    }
}
