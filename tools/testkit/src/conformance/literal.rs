//! What is sent, as a table writes it: a line as it is typed, or quoted bytes.

/// A line as it is typed, or the pieces of a quoted text.
pub(super) fn bytes(text: &str) -> Result<Vec<u8>, &'static str> {
    if !text.starts_with('"') {
        return Ok(format!("{text}\n").into_bytes());
    }
    let mut bytes = Vec::new();
    let mut rest = text;
    while !rest.is_empty() {
        let (piece, after) = quoted(rest)?;
        let (times, after) = times(after)?;
        bytes.extend(piece.repeat(times));
        rest = after.trim_start_matches(' ');
    }
    Ok(bytes)
}

/// The bytes between two quotes, and what comes after.
fn quoted(text: &str) -> Result<(Vec<u8>, &str), &'static str> {
    let mut rest = text.strip_prefix('"').ok_or("expected a quote")?;
    let mut bytes = Vec::new();
    loop {
        let special = rest.find(['"', '\\']).ok_or("a quote is not closed")?;
        bytes.extend(rest[..special].bytes());
        let after = &rest[special + 1..];
        if rest[special..].starts_with('"') {
            return Ok((bytes, after));
        }
        let (byte, after) = escaped(after)?;
        bytes.push(byte);
        rest = after;
    }
}

/// The byte for which a letter after a backslash stands, and what comes after.
fn escaped(text: &str) -> Result<(u8, &str), &'static str> {
    let mut letters = text.chars();
    let byte = match letters.next() {
        Some('n') => b'\n',
        Some('r') => b'\r',
        Some('t') => b'\t',
        Some('"') => b'"',
        Some('\\') => b'\\',
        Some('x') => {
            let digits: String = letters.by_ref().take(2).collect();
            u8::from_str_radix(&digits, 16).map_err(|_| "\\x takes two hexadecimal digits")?
        }
        _ => return Err("a backslash comes before one of n r t \" \\ x"),
    };
    Ok((byte, letters.as_str()))
}

/// How often a piece is repeated, and what comes after.
fn times(text: &str) -> Result<(usize, &str), &'static str> {
    let Some(rest) = text.strip_prefix(" × ") else {
        return Ok((1, text));
    };
    let (number, rest) = rest.split_once(' ').unwrap_or((rest, ""));
    let number = number.parse().map_err(|_| "after × comes a number")?;
    Ok((number, rest))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_text_is_a_line_with_its_end_and_a_quoted_text_is_its_bytes() {
        for (text, expected) in [
            ("1+1", &b"1+1\n"[..]),
            (r"1 \n", b"1 \\n\n"),
            (r#""""#, b""),
            (r#""1+1""#, b"1+1"),
            (r#""\n\r\t\"\\\x00\xff""#, b"\n\r\t\"\\\x00\xff"),
            (r#""a" "b" "c""#, b"abc"),
            (r#""ab" × 3 "\n""#, b"ababab\n"),
            (r#""a" × 0"#, b""),
            (r#""é""#, "é".as_bytes()),
        ] {
            assert_eq!(bytes(text).unwrap(), expected, "{text}");
        }
    }

    #[test]
    fn a_malformed_quoted_text_is_an_error() {
        for (text, problem) in [
            (r#"""#, "a quote is not closed"),
            (r#""a\""#, "a quote is not closed"),
            (r#""\q""#, r#"a backslash comes before one of n r t " \ x"#),
            (r#""\x0""#, r"\x takes two hexadecimal digits"),
            (r#""\xé""#, r"\x takes two hexadecimal digits"),
            (r#""a" × x"#, "after × comes a number"),
            (r#""a" b"#, "expected a quote"),
        ] {
            assert_eq!(bytes(text).unwrap_err(), problem, "{text}");
        }
    }
}
