//! Texts about bytes and numbers: bytes escaped and read again, digits grouped, numbers replaced that change from run to run.

use std::fmt::Display;

/// The bytes without quotes around them, so that quotes are not escaped.
#[must_use]
pub fn escape(bytes: &[u8]) -> String {
    bytes.escape_ascii().to_string().replace("\\\"", "\"").replace("\\'", "'")
}

/// The bytes between quotes; of more than `most` bytes the first ones, and how many there are.
#[must_use]
pub fn quote(bytes: &[u8], most: usize) -> String {
    match bytes.get(..most).filter(|_| bytes.len() > most) {
        Some(first) => format!("\"{}\"… ({} bytes)", first.escape_ascii(), bytes.len()),
        None => format!("\"{}\"", bytes.escape_ascii()),
    }
}

/// The bytes that a text with escapes stands for: `\n \r \t \0 \\ \"` and `\xNN`.
///
/// # Errors
///
/// When a backslash with what follows it stands for no byte: what they are, and which escapes there are.
pub fn unescape(text: &str) -> Result<Vec<u8>, String> {
    let mut bytes = Vec::new();
    let mut rest = text;
    while let Some((plain, escape)) = rest.split_once('\\') {
        let (byte, length) = decode(escape).ok_or_else(|| no_byte(escape))?;
        bytes.extend(plain.as_bytes());
        bytes.push(byte);
        rest = &escape[length..];
    }
    bytes.extend(rest.as_bytes());
    Ok(bytes)
}

/// The byte that the letters after a backslash stand for, and how many letters they are.
fn decode(escape: &str) -> Option<(u8, usize)> {
    let byte = match escape.bytes().next()? {
        b'n' => b'\n',
        b'r' => b'\r',
        b't' => b'\t',
        b'0' => 0,
        same @ (b'\\' | b'"') => same,
        b'x' => {
            let digits =
                escape.get(1..3).filter(|digits| digits.bytes().all(|digit| digit.is_ascii_hexdigit()))?;
            return Some((u8::from_str_radix(digits, 16).ok()?, 3));
        }
        _ => return None,
    };
    Some((byte, 1))
}

/// The letters that are at fault: two digits belong to an `x`, to everything else nothing.
fn no_byte(escape: &str) -> String {
    let letters: String = escape.chars().take(if escape.starts_with('x') { 3 } else { 1 }).collect();
    format!(
        r#"`\{letters}` stands for no byte; the escapes are \n \r \t \0 \\ \" and \xNN with two hexadecimal digits"#
    )
}

/// What stands before the colon of a port: a name, an IPv4 address, or the bracket that ends an IPv6 address.
const HOSTS: [&str; 4] = ["localhost:", "127.0.0.1:", "0.0.0.0:", "]:"];

/// A whole number with commas: `67,108,864`.
#[must_use]
pub fn group_digits(number: impl Display) -> String {
    let number = number.to_string();
    let (sign, digits) = number.split_at(usize::from(number.starts_with('-')));
    let groups = digits.as_bytes().rchunks(3).rev().map(String::from_utf8_lossy);
    sign.to_owned() + &groups.collect::<Vec<_>>().join(",")
}

/// A number of things, by the name of one or of many: `1 byte`, `2,000 bytes`.
#[must_use]
pub fn counted(count: u64, one: &str, many: &str) -> String {
    format!("{} {}", group_digits(count), if count == 1 { one } else { many })
}

/// Replaces numbers. The closure gets the new text before a number, the number (digits, also with points and commas in between:
/// `0.203`, `127.0.0.1`, `12,345`), and the old text after it; what it leaves as `None` stays.
pub fn replace_numbers(
    text: &str,
    mut replacement: impl FnMut(&str, &str, &str) -> Option<String>,
) -> String {
    let mut replaced = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(start) = rest.find(|letter: char| letter.is_ascii_digit()) {
        let (before, from) = rest.split_at(start);
        replaced.push_str(before);
        let end = from.find(|letter| !matches!(letter, '0'..='9' | '.' | ',')).unwrap_or(from.len());
        let number = from[..end].trim_end_matches(['.', ',']);
        rest = &from[number.len()..];
        let other = replacement(&replaced, number, rest);
        replaced.push_str(other.as_deref().unwrap_or(number));
    }
    replaced + rest
}

/// Whether a number after this text is the port of a local address.
#[must_use]
pub fn follows_host(before: &str) -> bool {
    HOSTS.iter().any(|host| before.ends_with(host))
}

/// Replaces the port after each local address by `PORT`: `127.0.0.1:54321` becomes `127.0.0.1:PORT`.
///
/// Port 0 stays: no connection has it, so a program that shows it has a fault which the comparison must find.
#[must_use]
pub fn mask_ports(text: &str) -> String {
    replace_numbers(text, |before, number, _| {
        let is_port = number != "0" && follows_host(before);
        is_port.then(|| "PORT".to_owned())
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn printable_bytes_are_shown_as_they_are_and_others_escaped() {
        assert_eq!(escape(b"say \"2*3\"\r\n\t\\\x00\xff'"), r#"say "2*3"\r\n\t\\\x00\xff'"#);
        assert_eq!(escape(br#"\\"\\n"#), r#"\\\\"\\\\n"#);
    }

    #[test]
    fn between_quotes_a_quote_is_escaped_and_many_bytes_are_cut_and_counted() {
        assert_eq!(quote(b"say \"1\"\r\n\x00", 11), r#""say \"1\"\r\n\x00""#);
        assert_eq!(quote(b"", 3), r#""""#);
        assert_eq!(quote(b"abcd", 3), r#""abc"… (4 bytes)"#);
    }

    #[test]
    fn every_byte_comes_back_as_it_was() {
        let all: Vec<u8> = (0..=u8::MAX).collect();
        assert_eq!(unescape(&escape(&all)).unwrap(), all);
    }

    #[test]
    fn each_escape_stands_for_its_byte() {
        assert_eq!(unescape(r#"\n\r\t\0\\\"\x7F\xc3"#).unwrap(), b"\n\r\t\0\\\"\x7f\xc3");
        assert_eq!(unescape("π").unwrap(), "π".as_bytes());
    }

    #[test]
    fn a_wrong_escape_is_named() {
        for (text, named) in [
            (r"a\q", r"`\q`"),
            (r"\", r"`\`"),
            (r"\x1", r"`\x1`"),
            (r"\x+1", r"`\x+1`"),
            (r"\xg12", r"`\xg1`"),
            (r"\xπ", r"`\xπ`"),
        ] {
            let message = unescape(text).unwrap_err();
            assert!(message.starts_with(&format!("{named} stands for no byte")), "{message}");
        }
    }

    #[test]
    fn thousands_are_set_apart() {
        let numbers = [(0, "0"), (999, "999"), (1000, "1,000"), (67_108_864, "67,108,864")];
        for (number, text) in numbers.into_iter().chain([(-133, "-133"), (-1000, "-1,000")]) {
            assert_eq!(group_digits(number), text);
        }
    }

    #[test]
    fn one_thing_has_another_name_than_many() {
        let bytes = |count| counted(count, "byte", "bytes");
        assert_eq!([0, 1, 2000].map(bytes), ["0 bytes", "1 byte", "2,000 bytes"]);
    }

    #[test]
    fn a_number_is_replaced_by_what_stands_around_it() {
        let replaced = replace_numbers("after 1.25s, 3,000, of 4.", |before, number, after| {
            (number == "3,000" || after.starts_with('s')).then(|| format!("<{}>", before.len()))
        });
        assert_eq!(replaced, "after <6>s, <12>, of 4.");
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
