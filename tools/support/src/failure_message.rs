//! How a failure message begins: what is required, what happened instead, the traffic, and the first difference.

use crate::{Difference, Transcript};
use std::fmt::Write as _;

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
