//! A very small measurement, from the command line to the files.
#![allow(clippy::unwrap_used, reason = "a test reports by panicking")]

use assert_cmd::Command;
use measure::results::Measurements;
use std::{env, fs, path::Path, time::Duration};

/// Far more than it takes to build what is not built yet.
const COMMAND_TIMEOUT: Duration = Duration::from_mins(5);

/// The folder of the programs, which are built if they are not.
fn programs() -> String {
    let cargo = env::var("CARGO").unwrap();
    let package = ["build", "--quiet", "--package", "concurrency"];
    Command::new(cargo).args(package).timeout(COMMAND_TIMEOUT).assert().success();
    Path::new(env!("CARGO_BIN_EXE_measure")).parent().unwrap().to_str().unwrap().to_owned()
}

fn measure(arguments: &[&str]) -> Command {
    let mut measure = Command::new(env!("CARGO_BIN_EXE_measure"));
    measure.args(arguments).timeout(COMMAND_TIMEOUT);
    measure
}

#[test]
fn one_model_with_two_clients_is_measured_and_written_down() {
    let folder = tempfile::tempdir().unwrap();
    let out = folder.path().to_str().unwrap();
    let size = ["--models", "async", "--clients", "2", "--silent", "3", "--rounds", "1", "--seconds", "0.2"];
    measure(&size).args(["--out", out, "--programs", &programs()]).assert().success().stderr("");

    let text = fs::read_to_string(folder.path().join("measurements.json")).unwrap();
    let measured: Measurements = serde_json::from_str(&text).unwrap();
    // A reply that was wrong or missing would have made it a measurement that is missing.
    assert_eq!(measured.missing, [""; 0]);
    let (busy, idle) = (&measured.busy[0], &measured.idle[0]);
    assert_eq!((busy.model.as_str(), busy.clients, idle.clients), ("async", 2, 3));
    assert!(busy.replies_per_second.median > 0.0 && busy.memory_bytes.unwrap().median > 0.0);
    for name in ["measurements.md", "throughput.txt", "measured-throughput.svg", "measured-memory.svg"] {
        assert!(fs::metadata(folder.path().join(name)).unwrap().len() > 0, "{name}");
    }
}

#[test]
fn a_program_that_is_not_there_is_named() {
    let empty = tempfile::tempdir().unwrap();
    let path = empty.path().to_str().unwrap();
    let failed = measure(&["--programs", path, "--out", path]).assert().code(1).stdout("");
    failed.stderr(format!("there is no concurrency in {path}\n"));
}

#[test]
fn the_help_teaches_measuring() {
    let help = measure(&["--help"]).assert().success();
    insta::assert_snapshot!(String::from_utf8_lossy(&help.get_output().stdout));
}

#[test]
fn without_strace_it_is_said_where_to_get_it() {
    let folder = tempfile::tempdir().unwrap();
    let out = folder.path().to_str().unwrap();
    let failed = measure(&["calls", "--out", out]).env("PATH", out).assert().code(1).stdout("");
    let told = String::from_utf8_lossy(&failed.get_output().stderr).into_owned();
    assert!(
        told.starts_with("counting system calls needs strace, which is not here")
            && told.lines().count() == 1,
        "{told}"
    );
}
