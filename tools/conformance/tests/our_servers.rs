//! The servers of this workspace pass everything: they are the reference.
#![allow(clippy::panic, clippy::unwrap_used, reason = "a test reports by panicking")]

use assert_cmd::{Command, assert::Assert};
use predicates::{prelude::PredicateBooleanExt as _, str::contains};
use std::time::Duration;
use testkit::DEADLINE;

/// It passes all sections, and follows every recommendation.
#[track_caller]
fn passes(subject: &str, server: &str) {
    let summary =
        format!(" sections.\nHow fast is it, beside ours? cargo conformance {subject} 1 --speed -- ");
    passes_sections(&[subject, "--all"], server, &summary);
}

#[track_caller]
fn passes_sections(words: &[&str], server: &str, summary: &str) {
    let limit = DEADLINE.as_secs().to_string();
    let passed = contains(summary).and(contains("!").not());
    judged(&[words, &["--time-limit", &limit]].concat(), server).success().stdout(passed);
}

/// How long all checks may take: about as many times a deadline as there are checks, each of which has its own limit.
const WHOLE_RUN: Duration = DEADLINE.saturating_mul(90);

fn judged(words: &[&str], server: &str) -> Assert {
    let folder = tempfile::tempdir().unwrap();
    let mut command = Command::new(env!("CARGO_BIN_EXE_conformance"));
    command.arg("--report").arg(folder.path().join("report.json")).args(words).args(["--endurance", "0"]);
    command.args(["--", env!("CARGO_BIN_EXE_reference"), server]).timeout(WHOLE_RUN).assert()
}

#[test]
fn the_echo_server_of_stage_2_passes() {
    passes("echo", "echo");
}

#[test]
fn the_calculator_of_stage_3_passes() {
    let sections = ["calculator", "1", "2", "3", "4", "5", "6", "faults", "10.1", "10.4"];
    passes_sections(&sections, "calculator", " checks passed.");
}

/// It serves one client at a time, which is no violation. The judge waits three times, and not for each check.
#[test]
fn the_calculator_of_stage_3_fails_no_requirement_about_many_clients() {
    let words = ["calculator", "clients", "--time-limit", "1"];
    let left_out = contains("skipped, since three checks before it timed out").count(2);
    let timed_out = contains("The limit of 1 s has passed (`--time-limit` sets it).").count(3);
    judged(&words, "calculator").success().stdout(
        left_out
            .and(timed_out)
            .and(contains("0 of 5 checks passed, 3 recommended but not passed, 2 skipped.")),
    );
}

/// As the heap of a Java virtual machine does, which is not a fault.
#[cfg(target_os = "linux")]
#[test]
fn a_server_whose_memory_grows_at_first_and_not_for_ever_passes() {
    passes_sections(&["calculator", "10.3"], "fills-a-cache", "1 of 1 checks passed.");
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
