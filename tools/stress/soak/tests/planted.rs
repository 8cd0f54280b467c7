//! The soak is itself tested: it finds each fault that was planted in a server, and none where there is none.
#![cfg(unix)]

use assert_cmd::{Command, assert::Assert};
use predicates::str::contains;
use testkit::DEADLINE;

/// A soak of a server with a fault, or none.
fn soak(planted: &str, arguments: &[&str]) -> Assert {
    Command::new(env!("CARGO_BIN_EXE_soak"))
        .args(["--server", env!("CARGO_BIN_EXE_planted"), "--clients", "2", "--seed", "7"])
        .args(arguments)
        .env("PLANTED", planted)
        .timeout(12 * DEADLINE)
        .assert()
}

/// The soak ends with messages that has all these words, and exit code 1.
#[track_caller]
fn found(planted: &str, model: &str, messages: &[&str]) {
    // The timeout is what it takes to call something a leak.
    let timeout = if matches!(planted, "leaks descriptors" | "leaks threads") { "5" } else { "20" };
    let outcome = soak(planted, &["--seconds", "15", "--model", model, "--timeout", timeout]);
    let mut outcome = outcome.code(1).stdout(contains("\nFAILED, with seed 7:\n"));
    for words in messages {
        outcome = outcome.stdout(contains(*words));
    }
}

#[test]
fn a_server_without_a_fault_is_found_to_have_none() {
    soak("", &["--seconds", "3"])
        .success()
        .stderr("")
        .stdout(contains("No reply was wrong, and none was lost."));
}

#[test]
fn a_wrong_reply_is_found() {
    found("miscalculates", "async", &["a wrong reply to \"", "\" instead of \""]);
}

#[test]
fn a_reply_that_is_lost_at_the_end_is_found() {
    found("loses replies", "threads", &["threads, restarted: ", "replies were lost at the end, "]);
}

#[cfg(target_os = "linux")]
#[test]
fn descriptors_that_are_not_given_back_are_found() {
    found(
        "leaks descriptors",
        "async",
        &["async, steady: 5 seconds after all clients have left the server holds "],
    );
}

#[cfg(target_os = "linux")]
#[test]
fn threads_that_are_not_given_back_are_found() {
    found(
        "leaks threads",
        "async",
        &["async, steady: 5 seconds after all clients have left the server holds "],
    );
}

#[cfg(target_os = "linux")]
#[test]
fn memory_that_is_not_given_back_is_found() {
    found("leaks memory", "threads", &["threads, steady: the memory of the idle server has climbed from "]);
}

#[test]
fn a_panic_is_found() {
    found("panics", "pool", &["panicked at"]);
}

#[test]
fn a_server_that_ends_badly_is_found() {
    found("ends badly", "pool", &["pool, restarted: ", "after SIGTERM the server ended with exit code 3"]);
}

#[test]
fn a_server_that_does_not_end_is_found() {
    found("does not end", "async", &["async, restarted: the server still runs 5.0s after SIGTERM"]);
}
