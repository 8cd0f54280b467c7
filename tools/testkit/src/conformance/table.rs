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
//! `→` sends a line with an LF; with quotes, exactly these bytes (`\n \r \t \" \\ \xFF`), repeated where `× N` says
//! so. `←` is a line that has to come. `→|` says that nothing more will be sent.

use super::literal;
use std::fmt;

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

/// A table that cannot be understood.
#[derive(Debug, PartialEq)]
pub(super) struct Malformed {
    line: usize,
    problem: &'static str,
}

impl fmt::Display for Malformed {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "line {}: {}", self.line, self.problem)
    }
}

/// Reads a table.
pub(super) fn parse(table: &str) -> Result<Vec<Conversation>, Malformed> {
    let mut conversations: Vec<Conversation> = Vec::new();
    for (number, line) in (1..).zip(table.lines()) {
        if !line.is_empty() && !line.starts_with('#') {
            add(&mut conversations, number, line).map_err(|problem| Malformed { line: number, problem })?;
        }
    }
    match conversations.last() {
        Some(last) if last.steps.is_empty() => Err(Malformed { line: last.line, problem: "nothing is said" }),
        _ => Ok(conversations),
    }
}

/// A line is a step of the last conversation, or the title of a new one.
fn add(conversations: &mut Vec<Conversation>, number: usize, line: &str) -> Result<(), &'static str> {
    if line.ends_with(char::is_whitespace) {
        return Err("a blank at the end of a line cannot be seen; put it into quotes");
    }
    let step = step(line)?;
    match (step, conversations.last_mut()) {
        (Some(_), None) => return Err("a step before the first title"),
        (Some(Step::Send(_) | Step::End), Some(last)) if last.steps.contains(&Step::End) => {
            return Err("nothing can be sent after the end");
        }
        (Some(step), Some(last)) => {
            last.steps.push(step);
            last.text.extend(["\n", line]);
        }
        (None, Some(last)) if last.steps.is_empty() => return Err("nothing is said under the title before"),
        (None, _) => {
            conversations.push(Conversation { line: number, text: line.to_owned(), steps: Vec::new() });
        }
    }
    Ok(())
}

/// The step a line stands for; a title stands for none.
fn step(line: &str) -> Result<Option<Step>, &'static str> {
    if line == "→|" {
        Ok(Some(Step::End))
    } else if let Some(text) = line.strip_prefix("→ ") {
        literal::bytes(text).map(|bytes| Some(Step::Send(bytes)))
    } else if let Some(text) = line.strip_prefix("← ") {
        Ok(Some(Step::Reply(text.to_owned())))
    } else if line.starts_with(['→', '←']) {
        Err("after an arrow comes a space and a text, or after → a |")
    } else {
        Ok(None)
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
            assert_eq!(parse(table).unwrap_err().to_string(), message, "{table}");
        }
    }
}
