//! The seeds of the fuzz targets keep their promises.
#![allow(clippy::unwrap_used, reason = "a test may fail in its helpers too")]

use std::{
    fs,
    panic::{AssertUnwindSafe, catch_unwind},
    path::Path,
};

/// Runs a target with each of its seeds.
#[track_caller]
fn run(target: fn(&[u8]), name: &str) {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../../fuzz/seeds").join(name);
    let mut seeds = 0;
    for entry in fs::read_dir(&folder).unwrap() {
        let seed = entry.unwrap().path();
        let input = fs::read(&seed).unwrap();
        let outcome = catch_unwind(AssertUnwindSafe(|| target(&input)));
        assert!(outcome.is_ok(), "{} breaks a promise: see above", seed.display());
        seeds += 1;
    }
    assert!(seeds > 10, "{} has lost its seeds", folder.display());
}

#[test]
fn any_line_is_answered_and_an_expression_means_what_it_prints() {
    run(fuzz_targets::expression, "expression");
}

#[test]
fn any_bytes_get_the_same_replies_in_whatever_pieces_they_arrive() {
    run(fuzz_targets::framing, "framing");
}

#[test]
fn a_client_makes_the_same_of_any_replies_in_whatever_pieces_they_arrive() {
    run(fuzz_targets::replies, "replies");
}
