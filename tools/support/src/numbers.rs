//! Numbers in texts: grouped for people, replaced where they change from run to run.

/// What stands before the colon of a port: a name, an IPv4 address, or the bracket that ends an IPv6 address.
const HOSTS: [&str; 4] = ["localhost:", "127.0.0.1:", "0.0.0.0:", "]:"];

/// A number with commas: `67,108,864`.
#[must_use]
pub fn group_digits(number: u64) -> String {
    let digits = number.to_string();
    let mut grouped = String::new();
    for (index, digit) in digits.chars().enumerate() {
        if index > 0 && (digits.len() - index).is_multiple_of(3) {
            grouped.push(',');
        }
        grouped.push(digit);
    }
    grouped
}

/// Replaces numbers. The closure gets the new text before a number, the number (digits, also with points in between: `0.203`,
/// `127.0.0.1`), and the old text after it; what it leaves as `None` stays.
pub fn replace_numbers(
    text: &str,
    mut replacement: impl FnMut(&str, &str, &str) -> Option<String>,
) -> String {
    let mut replaced = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(start) = rest.find(|letter: char| letter.is_ascii_digit()) {
        let (before, from) = rest.split_at(start);
        replaced.push_str(before);
        let end = from.find(|letter: char| !letter.is_ascii_digit() && letter != '.').unwrap_or(from.len());
        let number = from[..end].trim_end_matches('.');
        rest = &from[number.len()..];
        match replacement(&replaced, number, rest) {
            Some(other) => replaced.push_str(&other),
            None => replaced.push_str(number),
        }
    }
    replaced + rest
}

/// Replaces the port after each local address by `PORT`: `127.0.0.1:54321` becomes `127.0.0.1:PORT`.
///
/// Port 0 stays: no connection has it, so a program that shows it has a fault which the comparison must find.
#[must_use]
pub fn mask_ports(text: &str) -> String {
    replace_numbers(text, |before, number, _| {
        let is_port = number != "0" && HOSTS.iter().any(|host| before.ends_with(host));
        is_port.then(|| "PORT".to_owned())
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn thousands_are_set_apart() {
        for (number, text) in [(0, "0"), (999, "999"), (1000, "1,000"), (67_108_864, "67,108,864")] {
            assert_eq!(group_digits(number), text);
        }
    }

    #[test]
    fn a_number_is_replaced_by_what_stands_around_it() {
        let replaced = replace_numbers("after 1.25s, 3 of 4.", |before, number, after| {
            (number == "3" || after.starts_with('s')).then(|| format!("<{}>", before.len()))
        });
        assert_eq!(replaced, "after <6>s, <12> of 4.");
    }

    #[test]
    fn the_port_after_a_local_address_is_masked() {
        for (text, masked) in [
            ("listening on 127.0.0.1:54321", "listening on 127.0.0.1:PORT"),
            ("[::1]:1 and localhost:65535.", "[::1]:PORT and localhost:PORT."),
            ("from [::ffff:127.0.0.1]:4242\n", "from [::ffff:127.0.0.1]:PORT\n"),
        ] {
            assert_eq!(mask_ports(text), masked);
        }
    }

    #[test]
    fn everything_else_stays_as_it_is() {
        for text in ["", "::1", "at 12:30", "localhost: 4", "localhost:0", "error: at column 3", "localhost:"]
        {
            assert_eq!(mask_ports(text), text);
        }
    }
}
