//! The client of stage 4 passes everything: it is the reference.
#![allow(clippy::panic, clippy::unwrap_used, reason = "a test reports by panicking")]

use assert_cmd::Command;
use predicates::{prelude::PredicateBooleanExt as _, str::contains};
use testkit::DEADLINE;

/// The time limit leaves out the one check that waits until our client gives up, which takes half a minute.
#[test]
fn the_client_of_stage_4_passes() {
    let programs = support::cargo::build(["--quiet", "--package", "calculator-client"]).unwrap();
    let folder = tempfile::tempdir().unwrap();
    let mut command = Command::new(env!("CARGO_BIN_EXE_conformance"));
    command.arg("--report").arg(folder.path().join("report.json")).args(["client", "--all"]);
    command.args(["--time-limit", &DEADLINE.as_secs().to_string(), "--"]).arg(&programs["calculator-client"]);
    let passed = contains("passes all").and(contains("skipped").count(1)).and(contains("!").not());
    command.timeout(4 * DEADLINE).assert().success().stdout(passed);
}
