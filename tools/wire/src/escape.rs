//! The bytes that a text on a command line stands for: `\n` is a newline, `\x00` a byte by its number.

/// The bytes that a text with escapes stands for.
pub(crate) fn unescape(text: &str) -> Result<Vec<u8>, EscapeError> {
    let mut bytes = Vec::new();
    let mut rest = text;
    while let Some((plain, escape)) = rest.split_once('\\') {
        let (byte, length) = decode(escape).ok_or_else(|| EscapeError::of(escape))?;
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

/// A backslash with something after it that stands for no byte.
#[derive(Debug, thiserror::Error)]
#[error(
    r#"`\{0}` stands for no byte; the escapes are \n \r \t \0 \\ \" and \xNN with two hexadecimal digits"#
)]
pub(crate) struct EscapeError(String);

impl EscapeError {
    /// The letters that are at fault: two digits belong to an `x`, to everything else nothing.
    fn of(escape: &str) -> Self {
        let length = if escape.starts_with('x') { 3 } else { 1 };
        Self(escape.chars().take(length).collect())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use support::escape;

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
            let message = unescape(text).unwrap_err().to_string();
            assert!(message.starts_with(&format!("{named} stands for no byte")), "{message}");
        }
    }
}
