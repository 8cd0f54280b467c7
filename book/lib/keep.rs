//! Keeping a transcript, and comparing it with the one that is kept.

use crate::shape::shape;
use insta::{Settings, assert_snapshot};
use std::fs;

const FOLDER: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/src/transcripts/snapshots");

/// Compares a transcript with the one of that name, or keeps it where there is none; what may vary, may differ.
pub(crate) fn keep(name: &str, seen: &str, varying: &[String]) {
    let file = fs::read_to_string(format!("{FOLDER}/{name}.snap")).unwrap_or_default();
    let kept = file.splitn(3, "---\n").nth(2).unwrap_or_default().trim_end();
    let same = shape(kept, varying) == shape(seen, varying);
    let transcript = if same { kept } else { seen };
    let mut settings = Settings::clone_current();
    settings.set_snapshot_path(FOLDER);
    settings.set_prepend_module_to_snapshot(false);
    settings.bind(|| assert_snapshot!(name, transcript));
}
