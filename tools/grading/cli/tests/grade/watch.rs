//! Watching: an exercise is graded when it is saved.

use crate::fixture::Fixture;
use std::{
    fs,
    io::{BufRead as _, BufReader},
    process::{Command, Stdio},
    sync::mpsc,
    thread,
};
use testkit::KillOnDrop;

#[test]
fn an_exercise_is_graded_at_once_and_each_time_it_is_saved() {
    let fixture = Fixture::of_its_own("watched");
    let mut command = Command::new(env!("CARGO_BIN_EXE_grader"));
    command.current_dir(&fixture.root).args(["watch", "not_started"]).envs(fixture.variables());
    let mut watching = KillOnDrop(command.stdout(Stdio::piped()).spawn().unwrap());
    let lines = BufReader::new(watching.0.stdout.take().unwrap()).lines();
    let (said, heard) = mpsc::channel();
    thread::spawn(move || lines.map_while(Result::ok).try_for_each(|line| said.send(line)));
    let wait_for = |line: &str| {
        while heard.recv_timeout(testkit::DEADLINE * 6).unwrap_or_else(|_| panic!("no `{line}`")) != line {}
    };
    wait_for("· 1.5 not_started: not started");
    wait_for("watching not_started; press Ctrl+C to stop");
    let file = fixture.file("01-verdicts/exercises/not_started/exercise.rs");
    fs::write(&file, "//! # Begun\n\n/// Begins.\npub fn begin() {}\n").unwrap();
    wait_for("✓ 1.5 not_started: passed");
    wait_for("watching not_started; press Ctrl+C to stop");
    fs::write(&file, "//! # Broken\n\npub fn begin( {\n").unwrap();
    wait_for("✗ 1.5 not_started: does not compile");
}
