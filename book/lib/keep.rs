//! Keeping a transcript, and comparing it with the one that is kept.

use crate::shape::shape;
use insta::{Settings, assert_snapshot};
use std::fs;

const FOLDER: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/src/transcripts/snapshots");

/// Compares a transcript with the one of that name, or keeps it where there is none; what may vary, may differ.
pub(crate) fn keep(name: &str, seen: &str, varying: &[String]) {
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_ends_of_lines_of_a_snapshot_do_not_matter() {
        for snapshot in ["---\nsource: a\n---\n$ echo\nb\n", "---\r\nsource: a\r\n---\r\n$ echo\r\nb\r\n"] {
            assert_eq!(content(snapshot), "$ echo\nb");
        }
    }
}
