//! Bytes as people read them: printable ASCII as it is, the rest as Rust escapes it.

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
}
