//! What the arguments of a step stand for: counts, sizes, times, and bytes with escapes.

use std::{str::FromStr, time::Duration};

/// A whole number; `what` it counts is for the message.
pub(crate) fn whole<T: FromStr>(word: &str, what: &str) -> Result<T, String> {
    word.parse().map_err(|_| format!("`{word}` is not {what}"))
}

/// A number of bytes: `512`, `400K`, `64M`.
pub(crate) fn size(word: &str) -> Result<u64, String> {
    let units = [("K", 1 << 10), ("M", 1 << 20), ("G", 1 << 30)];
    let (digits, unit) = units
        .iter()
        .find_map(|(letter, unit)| Some((word.strip_suffix(letter)?, *unit)))
        .unwrap_or((word, 1));
    let size = digits.parse().ok().and_then(|count: u64| count.checked_mul(unit));
    size.ok_or_else(|| format!("`{word}` is not a number of bytes such as 512, 400K or 64M"))
}

/// A time in seconds: `5`, `0.5`.
pub(crate) fn seconds(word: &str) -> Result<Duration, String> {
    let time = word.parse().ok().and_then(|seconds| Duration::try_from_secs_f64(seconds).ok());
    time.filter(|time| !time.is_zero())
        .ok_or_else(|| format!("`{word}` is not a number of seconds above 0, such as 5 or 0.5"))
}

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
    fn sizes_have_binary_units() {
        for (word, bytes) in [("0", 0), ("512", 512), ("400K", 409_600), ("64M", 67_108_864), ("1G", 1 << 30)]
        {
            assert_eq!(size(word).unwrap(), bytes);
        }
    }

    #[test]
    fn what_is_no_size_is_refused() {
        for word in ["", "K", "12Q", "-1", "1.5M", "18446744073709551616", "18446744073709551615K"] {
            assert!(size(word).unwrap_err().contains(word), "{word}");
        }
    }

    #[test]
    fn seconds_may_have_a_fraction_but_must_pass() {
        assert_eq!(seconds("0.5").unwrap(), Duration::from_millis(500));
        for word in ["0", "-1", "NaN", "inf", "1e300", "5s", ""] {
            assert!(seconds(word).is_err(), "{word}");
        }
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
            let message = unescape(text).unwrap_err().to_string();
            assert!(message.starts_with(&format!("{named} stands for no byte")), "{message}");
        }
    }
}
