//! The messages that were reviewed, in files beside the wrong answers that they are about.

use super::mask::mask;
use std::{fs, path::Path};

/// Compares a message with the one that was reviewed, or takes it for right.
pub(super) fn compare(wrong: &Path, message: &str, accept: bool) -> Vec<String> {
    let file = wrong.with_extension("feedback");
    let message = mask(message);
    let reviewed = fs::read_to_string(&file).unwrap_or_default().replace("\r\n", "\n");
    if reviewed == message {
        return Vec::new();
    }
    if accept {
        let written = fs::write(&file, message);
        return written
            .err()
            .map(|error| format!("could not write its message: {error}"))
            .into_iter()
            .collect();
    }
    let how = if reviewed.is_empty() { "has not been reviewed" } else { "is not the one that was reviewed" };
    let remedy = "Read it as a learner would; if it is good: cargo grade --verify --accept";
    vec![format!("Its message {how}:\n{}{remedy}", difference(&reviewed, &message))]
}

/// The lines from the first that differs to the last, those of before and those of now.
fn difference(before: &str, now: &str) -> String {
    let (before, now): (Vec<_>, Vec<_>) = (before.lines().collect(), now.lines().collect());
    let start = before.iter().zip(&now).take_while(|(one, other)| one == other).count();
    let ends = before[start..].iter().rev().zip(now[start..].iter().rev());
    let end = ends.take_while(|(one, other)| one == other).count();
    let lines = |sign: char, lines: &[&str]| {
        let lines = lines[start..lines.len() - end].iter().map(|line| format!("  {sign} {line}\n"));
        lines.collect::<String>()
    };
    lines('-', &before) + &lines('+', &now)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_message_that_differs_is_shown_and_can_be_accepted() {
        let folder = tempfile::tempdir().unwrap();
        let wrong = folder.path().join("loops.rs");
        assert!(compare(&wrong, "a\nb\nc\n", false)[0].contains("has not been reviewed"));
        assert!(compare(&wrong, "a\nb\nc\n", true).is_empty());
        assert!(compare(&wrong, "a\nb\nc\n", false).is_empty());
        assert!(compare(&wrong, "a\nx\nc\n", false)[0].contains("reviewed:\n  - b\n  + x\nRead"));
    }
}
