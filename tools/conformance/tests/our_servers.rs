//! The servers of this workspace pass everything: they are the reference.
#![allow(clippy::panic, clippy::unwrap_used, reason = "a test reports by panicking")]

use assert_cmd::Command;
use predicates::{prelude::PredicateBooleanExt as _, str::contains};
use testkit::DEADLINE;

/// It passes all sections, and follows every recommendation.
#[track_caller]
fn passes(subject: &str, server: &str) {
    passes_sections(&[subject, "--all"], server, "passes all");
}

#[track_caller]
fn passes_sections(words: &[&str], server: &str, summary: &str) {
    let folder = tempfile::tempdir().unwrap();
    let mut command = Command::new(env!("CARGO_BIN_EXE_conformance"));
    command.arg("--report").arg(folder.path().join("report.json")).args(words);
    command.args([
        "--time-limit",
        &DEADLINE.as_secs().to_string(),
        "--",
        env!("CARGO_BIN_EXE_reference"),
        server,
    ]);
    let passed = contains(summary).and(contains("!").not());
    command.timeout(8 * DEADLINE).assert().success().stdout(passed);
}

#[test]
fn the_echo_server_of_stage_2_passes() {
    passes("echo", "echo");
}

#[test]
fn the_calculator_of_stage_3_passes() {
    let sections = ["calculator", "1", "2", "3", "4", "5", "6", "faults"];
    passes_sections(&sections, "calculator", " checks passed.");
}

#[test]
fn the_model_threads_passes() {
    passes("calculator", "threads");
}

#[test]
fn the_model_pool_passes() {
    passes("calculator", "pool");
}

#[test]
fn the_model_events_passes() {
    passes("calculator", "events");
}

#[test]
fn the_model_async_passes() {
    passes("calculator", "async");
}
