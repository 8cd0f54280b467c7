//! Bytes as people read and type them: printable ASCII as it is, the rest as Rust escapes it.

use std::ascii;

/// The bytes without quotes around them, so that quotes are not escaped.
#[must_use]
pub fn escape(bytes: &[u8]) -> String {
    let shown = |byte: &u8| match byte {
        b'"' | b'\'' => vec![*byte],
        other => ascii::escape_default(*other).collect(),
    };
    bytes.iter().flat_map(shown).map(char::from).collect()
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn printable_bytes_are_shown_as_they_are_and_others_escaped() {
        assert_eq!(escape(b"say \"2*3\"\r\n\t\\\x00\xff'"), r#"say "2*3"\r\n\t\\\x00\xff'"#);
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
}
