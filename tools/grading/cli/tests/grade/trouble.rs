//! What the machine cannot do is nobody's failure: it says so, exits with 1, and writes no grades.

use crate::fixture::Fixture;
use predicates::{prelude::PredicateBooleanExt as _, str::contains};
use std::fs;

/// One line that says so, and no grades.
#[track_caller]
fn assert_could_not_grade(mut grade: assert_cmd::Command, why: &str) {
    let ended = grade.assert().code(1).stdout("");
    let said = String::from_utf8_lossy(&ended.get_output().stderr).into_owned();
    assert!(
        said.starts_with("could not grade: ") && said.lines().count() == 1 && said.contains(why),
        "{said}"
    );
}

/// `cargo grade` where no file can grow any more, as on a full disk.
#[cfg(unix)]
fn on_a_full_disk(fixture: &Fixture, arguments: &str) -> assert_cmd::Command {
    let mut shell = assert_cmd::Command::new("sh");
    let grader = env!("CARGO_BIN_EXE_grader");
    // The signal that comes with it would end the programs before they can say anything.
    shell.args(["-c", &format!("trap '' XFSZ; ulimit -f 0; exec '{grader}' {arguments}")]);
    shell.current_dir(&fixture.root).envs(fixture.variables());
    shell
}

#[cfg(unix)]
#[test]
fn a_report_that_cannot_be_written_is_not_held_against_the_learner() {
    let fixture = Fixture::of_its_own("full_while_running");
    fixture.grade(&["passes"]).assert().success();
    assert_could_not_grade(on_a_full_disk(&fixture, "passes --json"), "(os error 27)");
}

#[cfg(unix)]
#[test]
fn a_program_that_cannot_be_written_is_not_held_against_the_learner() {
    let fixture = Fixture::of_its_own("full_while_building");
    fixture.grade(&["passes"]).assert().success();
    let file = fixture.file("01-verdicts/exercises/passes/exercise.rs");
    fs::write(&file, fs::read_to_string(&file).unwrap() + "\n// More.\n").unwrap();
    assert_could_not_grade(on_a_full_disk(&fixture, "passes --json"), "(os error 27)");
}

#[test]
fn a_grader_without_cargo_says_so() {
    let mut grade = Fixture::planted().grade(&["passes"]);
    grade.env("CARGO", "no-such-cargo");
    let ended = grade.assert().code(1).stdout("");
    ended.stderr(contains("could not start cargo").and(contains("no-such-cargo")));
}

#[test]
fn a_cargo_that_cannot_begin_is_not_held_against_the_learner() {
    let fixture = Fixture::of_its_own("no_such_package");
    let manifest = fixture.file("02-tricks/Cargo.toml");
    let text = fs::read_to_string(&manifest).unwrap();
    fs::write(&manifest, text.replace("[dev-dependencies]", "[dev-dependencies]\nno-such-package = \"1\""))
        .unwrap();
    assert_could_not_grade(fixture.grade(&["exits", "--json"]), "no-such-package");
}

#[test]
fn a_junit_report_that_cannot_be_written_comes_before_the_grades() {
    let graded = Fixture::planted().grade(&["passes", "--json", "--junit", "no/such/folder.xml"]).assert();
    graded.code(1).stdout("").stderr(contains("could not write no/such/folder.xml: "));
}
