//! The program as people meet it: its help, its errors, and Ctrl+C.

use assert_cmd::Command;
use predicates::str::contains;

fn soak(arguments: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_soak"));
    command.args(arguments);
    command
}

#[test]
fn the_help_teaches() {
    let help = soak(&["--help"]).assert().success();
    insta::assert_snapshot!("help", String::from_utf8_lossy(&help.get_output().stdout));
}

#[test]
fn a_wrong_command_line_is_exit_code_2_and_says_what_is_wrong() {
    for (arguments, problem) in [
        (&["--minutes", "0"][..], "0 is not in 1..=10080"),
        (&["--minutes", "1", "--seconds", "1"], "cannot be used with"),
        (&["--clients", "0"], "0 is not in 1..=20"),
        (&["--model", "fork"], "[possible values: threads, pool, events, async, all]"),
    ] {
        soak(arguments).assert().code(2).stderr(contains(problem));
    }
}

#[cfg(unix)]
#[test]
fn a_server_that_does_not_start_is_one_line_of_error_and_exit_code_1() {
    let run = soak(&["--server", "/no/such/server"]).assert().code(1);
    run.stderr(contains("/no/such/server did not say that it listens on 127.0.0.1:"));
}

#[cfg(unix)]
#[test]
fn ctrl_c_ends_it_early_with_the_report() {
    use std::{
        io::{BufRead as _, BufReader, Read as _},
        process::{Command, Stdio},
    };
    use support::Signal;

    let mut command = Command::new(env!("CARGO_BIN_EXE_soak"));
    command.args(["--server", env!("CARGO_BIN_EXE_planted"), "--minutes", "60", "--model", "async"]);
    let mut soak = command.stdout(Stdio::piped()).spawn().unwrap();
    let mut out = BufReader::new(soak.stdout.take().unwrap());
    let mut text = String::new();
    out.read_line(&mut text).unwrap();
    assert!(text.starts_with("Soaking async for 3600 s with seed "), "{text}");
    Signal::Interrupt.send(soak.id()).unwrap();
    out.read_to_string(&mut text).unwrap();
    assert_eq!(soak.wait().unwrap().code(), Some(0), "{text}");
    assert!(text.contains("\nNo reply was wrong, and none was lost.\nEach SIGTERM"), "{text}");
}
