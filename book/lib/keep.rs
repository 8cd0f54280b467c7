//! Keeping a transcript, and comparing it with the one that is kept: some of it may differ from run to run.

use insta::{Settings, assert_snapshot};
use std::fs;
use support::replace_numbers;

const FOLDER: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/src/transcripts/snapshots");

/// What is no fact in a transcript.
#[derive(Debug, Default)]
pub(crate) struct Varying {
    /// The numbers in the lines that hold one of these words.
    pub(crate) numbers: Vec<String>,
    /// One of these lines and what stands below it, to the next empty one.
    pub(crate) blocks: Vec<String>,
}

/// Keeps a text that pages include as `book/src/transcripts/snapshots/NAME.snap`, or compares it with what is kept.
pub fn keep(name: &str, text: &str) {
    keep_varying(name, text, &Varying::default());
}

/// The same for a transcript of which some may differ.
pub(crate) fn keep_varying(name: &str, seen: &str, varying: &Varying) {
    let file = fs::read_to_string(format!("{FOLDER}/{name}.snap")).unwrap_or_default();
    let kept = content(&file);
    let same = shape(&kept, varying) == shape(seen, varying);
    let transcript = if same { &kept } else { seen };
    let mut settings = Settings::clone_current();
    settings.set_snapshot_path(FOLDER);
    settings.set_prepend_module_to_snapshot(false);
    settings.bind(|| assert_snapshot!(name, transcript));
}

/// What stands below the header of a snapshot, whatever an editor has made of the ends of its lines.
fn content(snapshot: &str) -> String {
    let snapshot = snapshot.replace("\r\n", "\n");
    snapshot.splitn(3, "---\n").nth(2).unwrap_or_default().trim_end().to_owned()
}

/// The transcript without what changes: the time at the beginning of a line of `wire`, and what varies here.
fn shape(text: &str, varying: &Varying) -> String {
    let mut skipped = false;
    let facts = text.lines().filter(|line| {
        let was_skipped = skipped;
        skipped = was_skipped && !line.is_empty() || varying.blocks.iter().any(|heading| heading == line);
        !skipped && !was_skipped
    });
    let lines = facts.map(|line| {
        if varying.numbers.iter().any(|words| line.contains(words)) {
            // However wide they are, and with however many commas.
            let words = line.replace(',', "").split_whitespace().collect::<Vec<_>>().join(" ");
            return replace_numbers(&words, |_, _, _| Some("N".to_owned()));
        }
        match line.split_once(" s ") {
            Some((time, rest)) if time.trim_start().parse::<f64>().is_ok() => format!("T s {rest}"),
            _ => line.to_owned(),
        }
    });
    lines.collect::<Vec<_>>().join("\n")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_ends_of_lines_of_a_snapshot_do_not_matter() {
        for snapshot in ["---\nsource: a\n---\n$ echo\nb\n", "---\r\nsource: a\r\n---\r\n$ echo\r\nb\r\n"] {
            assert_eq!(content(snapshot), "$ echo\nb");
        }
    }

    #[test]
    fn times_at_the_beginning_of_a_line_may_differ() {
        let shape = |text| shape(text, &Varying::default());
        assert_eq!(shape("$ wire\n  0.203 s ← 14\\n"), shape("$ wire\n 10.001 s ← 14\\n"));
        assert_ne!(shape("  0.203 s ← 14\\n"), shape("  0.203 s ← 15\\n"));
        assert_eq!(shape("waited 5 s for it"), "waited 5 s for it");
    }

    #[test]
    fn numbers_may_differ_in_lines_that_are_named() {
        let varying = Varying { numbers: vec!["requests".to_owned()], blocks: Vec::new() };
        let (one, other) = ("12,345 requests in 2.5 s", "  999 requests in 10 s");
        assert_eq!(shape(one, &varying), shape(other, &varying));
        assert_eq!(shape("14\n12 requests", &varying), "14\nN requests");
    }

    #[test]
    fn a_block_that_is_named_may_differ_or_be_missing() {
        let varying = Varying { numbers: Vec::new(), blocks: vec!["It printed:".to_owned()] };
        let (one, other) = ("a\n\nIt printed:\n  x\n\nb", "a\n\nIt printed:\n  y\n  z\n\nb");
        assert_eq!(shape(one, &varying), shape(other, &varying));
        assert_ne!(shape(one, &varying), shape("a\n\nIt printed:\n  x\n\nc", &varying));
        assert_eq!(shape(one, &varying), shape("a\n\nb", &varying));
    }
}
