//! How a failure message begins: what is required, what happened instead, the traffic, and the first difference of two texts
//! that should be the same, with a caret under it.

use crate::Transcript;
use std::fmt::{self, Display, Write as _};

/// How many bytes before the first difference are shown, and how many from there on.
const BEFORE: usize = 24;
const AFTER: usize = 40;

/// Two texts that should be the same, escaped, cut to the part that matters.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Difference {
    /// What should have come.
    pub expected: String,
    /// What came.
    pub received: String,
    /// Before the first difference, in characters of both.
    pub same: usize,
}

impl Difference {
    /// Of bytes, which are shown with escapes.
    #[must_use]
    pub fn of_bytes(expected: &[u8], received: &[u8]) -> Self {
        let same = expected.iter().zip(received).take_while(|(one, other)| one == other).count();
        let from = same.saturating_sub(BEFORE);
        let dots = if from > 0 { "…" } else { "" };
        let common = format!("{dots}{}", expected[from..same].escape_ascii());
        let rest = |bytes: &[u8]| {
            let rest = &bytes[same..];
            let dots = if rest.len() > AFTER { "…" } else { "" };
            format!("{common}{}{dots}", rest[..rest.len().min(AFTER)].escape_ascii())
        };
        Self { expected: rest(expected), received: rest(received), same: common.chars().count() }
    }

    /// Of texts, which are shown as they are.
    #[must_use]
    pub fn of_text(expected: &str, received: &str) -> Self {
        let same = expected.chars().zip(received.chars()).take_while(|(one, other)| one == other).count();
        Self { expected: expected.to_owned(), received: received.to_owned(), same }
    }
}

impl Display for Difference {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(formatter, "expected: {}", self.expected)?;
        writeln!(formatter, "received: {}", self.received)?;
        let missing = self.received.chars().count() == self.same;
        let note = if missing { " it ends here" } else { "" };
        writeln!(formatter, "          {}^{note}", " ".repeat(self.same))
    }
}

/// The first part of a message. `peer` is what the transcript is a conversation with: `your code`.
#[must_use]
pub fn failure_message(
    requirement: &str,
    what: &str,
    peer: &str,
    transcript: &Transcript,
    difference: Option<&Difference>,
) -> String {
    let mut message = format!("Requirement not met: {requirement}\n\n{}.\n", capitalized(what));
    if !transcript.is_empty() {
        let _ = writeln!(message, "\nTraffic (→ to {peer}, ← from it):\n{}", indented(transcript));
    }
    if let Some(difference) = difference {
        let _ = writeln!(message, "\n{}", indented(difference));
    }
    message
}

fn indented(text: &impl ToString) -> String {
    text.to_string().lines().map(|line| format!("  {line}")).collect::<Vec<_>>().join("\n")
}

fn capitalized(text: &str) -> String {
    let mut chars = text.trim_end_matches('.').chars();
    chars.next().map(|first| first.to_uppercase().chain(chars).collect()).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_caret_stands_under_the_first_byte_that_differs() {
        let difference = Difference::of_bytes(b"14\n", b"15\n").to_string();
        assert_eq!(difference, "expected: 14\\n\nreceived: 15\\n\n           ^\n");
    }

    #[test]
    fn the_caret_counts_escapes_as_they_are_shown() {
        let difference = Difference::of_bytes(b"a\r\nb", b"a\r\nc").to_string();
        assert_eq!(difference, "expected: a\\r\\nb\nreceived: a\\r\\nc\n               ^\n");
    }

    #[test]
    fn what_is_cut_off_ends_at_the_caret() {
        let difference = Difference::of_bytes(b"HELLO", b"HEL").to_string();
        assert_eq!(difference, "expected: HELLO\nreceived: HEL\n             ^ it ends here\n");
    }

    #[test]
    fn of_a_megabyte_only_the_neighbourhood_of_the_difference_is_shown() {
        let (expected, mut received) = (vec![b'x'; 1 << 20], vec![b'x'; 1 << 20]);
        received[700_000] = b'y';
        let difference = Difference::of_bytes(&expected, &received).to_string();
        assert!(difference.len() < 300, "{difference}");
        assert!(difference.contains("xy"), "{difference}");
    }
}
