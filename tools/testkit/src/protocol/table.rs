//! Conversations as a table that a person reads with pleasure, and a server is held to.
//!
//! ```text
//! # A remark.
//!
//! The title of a conversation
//! → 2+3*4
//! ← 14
//! → "1+1\r\n" "x" × 1025
//! →|
//! ```
//!
//! `→` sends a line with an LF; with quotes, exactly these bytes (`\n \r \t \\ \xFF`), repeated where `× N` says
//! so. `←` is a line that has to come. `→|` says that nothing more will be sent.

use support::unescape;

/// What is said over one connection.
#[derive(Debug, PartialEq)]
pub(super) struct Conversation {
    /// The line of the table in which it begins.
    pub(super) line: usize,
    /// As the table has it, from the title on.
    pub(super) text: String,
    /// What is to be done.
    pub(super) steps: Vec<Step>,
}

/// A step of a conversation.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Step {
    /// Send these bytes.
    Send(Vec<u8>),
    /// Say that nothing more will be sent.
    End,
    /// Wait for this line.
    Reply(String),
}

/// Reads a table; the error says what is wrong in which line.
pub(super) fn parse(table: &str) -> Result<Vec<Conversation>, String> {
    let mut conversations: Vec<Conversation> = Vec::new();
    for (number, line) in (1..).zip(table.lines()) {
        if !line.is_empty() && !line.starts_with('#') {
            let added = add(&mut conversations, number, line);
            added.map_err(|problem| format!("line {number}: {problem}"))?;
        }
    }
    match conversations.last() {
        Some(last) if last.steps.is_empty() => Err(format!("line {}: nothing is said", last.line)),
        _ => Ok(conversations),
    }
}

/// A line is a step of the last conversation, or the title of a new one.
fn add(conversations: &mut Vec<Conversation>, number: usize, line: &str) -> Result<(), String> {
    if line.ends_with(char::is_whitespace) {
        return Err("a blank at the end of a line cannot be seen; put it into quotes".to_owned());
    }
    let Some(step) = step(line)? else {
        if conversations.last().is_some_and(|last| last.steps.is_empty()) {
            return Err("nothing is said under the title before".to_owned());
        }
        conversations.push(Conversation { line: number, text: line.to_owned(), steps: Vec::new() });
        return Ok(());
    };
    let last = conversations.last_mut().ok_or("a step before the first title")?;
    if !matches!(step, Step::Reply(_)) && last.steps.contains(&Step::End) {
        return Err("nothing can be sent after the end".to_owned());
    }
    last.steps.push(step);
    last.text.extend(["\n", line]);
    Ok(())
}

/// The step a line stands for; a title stands for none.
fn step(line: &str) -> Result<Option<Step>, String> {
    if line == "→|" {
        Ok(Some(Step::End))
    } else if let Some(text) = line.strip_prefix("→ ") {
        bytes(text).map(|bytes| Some(Step::Send(bytes)))
    } else if let Some(text) = line.strip_prefix("← ") {
        Ok(Some(Step::Reply(text.to_owned())))
    } else if line.starts_with(['→', '←']) {
        Err("after an arrow comes a space and a text, or after → a |".to_owned())
    } else {
        Ok(None)
    }
}

/// What is sent: a line as it is typed, or the pieces of a quoted text.
fn bytes(text: &str) -> Result<Vec<u8>, String> {
    let Some(quoted) = text.strip_prefix('"') else { return Ok(format!("{text}\n").into_bytes()) };
    let parts: Vec<&str> = quoted.split('"').collect();
    let pieces = parts.chunks(2).map(|piece| match piece {
        [piece, after] => Ok(unescape(piece)?.repeat(times(after)?)),
        _ => Err("a quote is not closed".to_owned()),
    });
    Ok(pieces.collect::<Result<Vec<_>, _>>()?.concat())
}

/// How often a piece is repeated, from what stands between its quotes and the next.
fn times(after: &str) -> Result<usize, String> {
    match after.trim_matches(' ') {
        "" => Ok(1),
        times => {
            let number = times.strip_prefix("× ").and_then(|number| number.parse().ok());
            number.ok_or_else(|| format!("after quotes, `{times}` is not × and a number"))
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_table_is_conversations_of_a_title_and_steps() {
        let table = "# A remark.\n\nOne\n→ 1+1\n← 2\nTwo\n→|\n";
        let one = [Step::Send(b"1+1\n".into()), Step::Reply("2".to_owned())];
        assert_eq!(
            parse(table).unwrap(),
            [
                Conversation { line: 3, text: "One\n→ 1+1\n← 2".to_owned(), steps: one.into() },
                Conversation { line: 6, text: "Two\n→|".to_owned(), steps: vec![Step::End] },
            ]
        );
    }

    #[test]
    fn a_malformed_table_is_an_error_with_its_line() {
        for (table, message) in [
            ("→ 1", "line 1: a step before the first title"),
            ("# Remark\n\nOne\n\nTwo\n→ 1", "line 5: nothing is said under the title before"),
            ("One\n→ 1\nTwo", "line 3: nothing is said"),
            ("One\n→|\n← 1\n→ 1", "line 4: nothing can be sent after the end"),
            ("One\n→|\n→|", "line 3: nothing can be sent after the end"),
            ("One\n→1", "line 2: after an arrow comes a space and a text, or after → a |"),
            ("One\n←|", "line 2: after an arrow comes a space and a text, or after → a |"),
            ("One\n→", "line 2: after an arrow comes a space and a text, or after → a |"),
            ("One\n→ 1 ", "line 2: a blank at the end of a line cannot be seen; put it into quotes"),
            ("One\n→ \"1", "line 2: a quote is not closed"),
        ] {
            assert_eq!(parse(table).unwrap_err(), message, "{table}");
        }
    }

    #[test]
    fn a_text_is_a_line_with_its_end_and_a_quoted_text_is_its_bytes() {
        for (text, expected) in [
            ("1+1", &b"1+1\n"[..]),
            (r"1 \n", b"1 \\n\n"),
            (r#""""#, b""),
            (r#""1+1""#, b"1+1"),
            (r#""\n\r\t\\\x00\xff""#, b"\n\r\t\\\x00\xff"),
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
            (r#""a" "b"#, "a quote is not closed"),
            (r#""\q""#, r"`\q` stands for no byte"),
            (r#""\x0""#, r"`\x0` stands for no byte"),
            (r#""a" × x"#, "after quotes, `× x` is not × and a number"),
            (r#""a" b"#, "after quotes, `b` is not × and a number"),
        ] {
            let error = bytes(text).unwrap_err();
            assert!(error.starts_with(problem), "{text}: {error}");
        }
    }
}
