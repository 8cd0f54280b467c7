//! The failure message that a learner gets when a check fails.

use super::{Exercise, failure::Failure, transcript::Transcript};
use std::fmt::Write as _;

/// The requirement that is not met, the traffic, the first difference, the likely cause, where to read, how to get a hint.
pub(crate) fn failure_message(
    exercise: &Exercise,
    requirement: &str,
    cause: &str,
    failure: &Failure,
    transcript: &Transcript,
) -> String {
    let mut message = format!("Requirement not met: {requirement}\n\n{}.\n", capitalized(&failure.what));
    if !transcript.is_empty() {
        let _ = writeln!(message, "\nTraffic (→ to your code, ← from it):\n{}", indented(transcript));
    }
    if let Some(difference) = &failure.difference {
        let _ = writeln!(message, "\n{}", indented(difference));
    }
    let Exercise { name, read } = exercise;
    let _ = write!(message, "\nLikely cause: {cause}\nRead: {read}\nHint: cargo grade hint {name}\n");
    message
}

/// What a learner reads who has not started yet.
pub(crate) fn invitation(exercise: &Exercise, requirement: &str) -> String {
    format!("Not started. Requirement: {requirement}\n\nHint: cargo grade hint {}\n", exercise.name)
}

fn indented(text: &impl ToString) -> String {
    text.to_string().lines().map(|line| format!("  {line}")).collect::<Vec<_>>().join("\n")
}

fn capitalized(text: &str) -> String {
    let mut chars = text.trim_end_matches('.').chars();
    chars.next().map(|first| first.to_uppercase().chain(chars).collect()).unwrap_or_default()
}
