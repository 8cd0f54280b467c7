//! The book as it stands holds what it promises: includes, links, commands, exercises, transcripts and pictures.
#![allow(clippy::expect_used, reason = "a test reports by panicking")]

use book_checks::{Workspace, check};
use std::path::Path;

#[test]
fn nothing_in_the_book_leads_nowhere() {
    let root = Path::new(concat!(env!("CARGO_MANIFEST_DIR"), "/.."));
    let workspace = Workspace::read(root).expect("cargo knows the workspace");
    let problems = check(root, &workspace).expect("the book can be read");
    let list: Vec<_> = problems.iter().map(ToString::to_string).collect();
    assert!(list.is_empty(), "{} problems:\n{}", list.len(), list.join("\n"));
}
