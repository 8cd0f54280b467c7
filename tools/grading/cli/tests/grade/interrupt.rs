//! Ctrl+C leaves nothing running.

use crate::fixture::Fixture;
use std::{fs, process::Command, time::Duration};
use support::poll_until;
use testkit::{DEADLINE, KillOnDrop, Signal, eventually};

/// How long it may take until an exercise runs: other tests may have their turn to build first.
const TO_BUILD: Duration = DEADLINE.saturating_mul(6);

/// Whether a planted exercise's program runs.
fn runs(exercise: &str) -> bool {
    let processes = fs::read_dir("/proc").unwrap().filter_map(Result::ok);
    let mut programs = processes.filter_map(|process| fs::read_link(process.path().join("exe")).ok());
    programs.any(|program| program.to_string_lossy().contains(exercise))
}

/// Whether a program runs that was started with these words.
fn runs_with(words: &str) -> bool {
    let processes = fs::read_dir("/proc").unwrap().filter_map(Result::ok);
    let mut lines = processes.filter_map(|process| fs::read(process.path().join("cmdline")).ok());
    lines.any(|line| String::from_utf8_lossy(&line).replace('\0', " ").contains(words))
}

#[test]
fn what_runs_is_ended_when_the_grader_is_killed() {
    let fixture = Fixture::of_its_own("killed");
    let manifest = fixture.file("02-tricks/Cargo.toml");
    let text = fs::read_to_string(&manifest).unwrap().replace("ex2_4_never_ends", "ex2_4_killed");
    fs::write(manifest, text).unwrap();
    let answer = "pub fn work() {\n    std::process::Command::new(\"sleep\").arg(\"1000.25\").spawn().unwrap();\n\
                  \x20   loop { std::thread::park() }\n}\n";
    fs::write(fixture.file("02-tricks/exercises/never_ends/exercise.rs"), answer).unwrap();
    fixture.grade(&["2.4", "--time-limit", "1"]).assert().code(1);
    let mut command = Command::new(env!("CARGO_BIN_EXE_grader"));
    command.current_dir(&fixture.root).arg("2.4").envs(fixture.variables());
    let mut grader = command.spawn().unwrap();
    assert!(
        poll_until(TO_BUILD, || runs("ex2_4_killed") && runs_with("sleep 1000.25")),
        "the exercise does not run"
    );
    grader.kill().unwrap();
    grader.wait().unwrap();
    eventually("the exercise has ended", || !runs("ex2_4_killed") && !runs_with("sleep 1000.25"));
}

#[test]
fn what_runs_is_ended_with_with_the_grader() {
    let fixture = Fixture::of_its_own("interrupted");
    // A name of its own: other tests run programs of these exercises meanwhile.
    let manifest = fixture.file("02-tricks/Cargo.toml");
    let text = fs::read_to_string(&manifest).unwrap().replace("ex2_4_never_ends", "ex2_4_interrupted");
    fs::write(manifest, text).unwrap();
    // Built beforehand, since a first build may take longer than we wait for the program to run.
    fixture.grade(&["2.4", "--time-limit", "1"]).assert().code(1);
    let mut command = Command::new(env!("CARGO_BIN_EXE_grader"));
    command.current_dir(&fixture.root).arg("2.4").envs(fixture.variables());
    let mut grader = KillOnDrop(command.spawn().unwrap());
    assert!(poll_until(TO_BUILD, || runs("ex2_4_interrupted")), "the exercise does not run");
    Signal::Interrupt.send(grader.0.id()).unwrap();
    assert_eq!(grader.0.wait().unwrap().code(), Some(130));
    eventually("the exercise has ended", || !runs("ex2_4_interrupted"));
}
