//! What is next: the first exercise in the order of the book that has not passed, whatever was asked for.

use crate::fixture::Fixture;
use std::{fs, process, time::SystemTime};

/// Planted exercises of which none has been graded: the first one is another in each run of the tests.
fn ungraded(name: &str) -> Fixture {
    let fixture = Fixture::of_its_own(name);
    let file = fixture.file("01-verdicts/exercises/passes/exercise.rs");
    let text = fs::read_to_string(&file).unwrap();
    let now = SystemTime::now().duration_since(SystemTime::UNIX_EPOCH).unwrap().as_nanos();
    fs::write(file, format!("{text}// {} {now}\n", process::id())).unwrap();
    fixture
}

fn next(fixture: &Fixture, asked: &[&str]) -> (String, String) {
    let said = fixture.says(asked);
    let line = said.lines().find(|line| line.starts_with("Next: ")).unwrap_or(&said).to_owned();
    (line, fixture.report(asked)["next"].as_str().unwrap_or_default().to_owned())
}

#[test]
fn an_earlier_exercise_that_was_not_asked_for_and_not_passed_comes_first() {
    let fixture = ungraded("next-earlier");
    let first = ("Next: 1.1 passes, Know the answer".to_owned(), "passes".to_owned());
    assert_eq!(next(&fixture, &["fails"]), first);
    // It passes, which is known from then on.
    fixture.grade(&["passes"]).assert().code(0);
    let second = ("Next: 1.2 fails, Say it again".to_owned(), "fails".to_owned());
    assert_eq!(next(&fixture, &["not_started"]), second);
}

#[test]
fn an_exercise_that_has_changed_since_it_passed_is_next_again() {
    let fixture = ungraded("next-changed");
    fixture.grade(&["passes"]).assert().code(0);
    assert_eq!(next(&fixture, &["fails"]).1, "fails");
    let file = fixture.file("01-verdicts/exercises/passes/exercise.rs");
    let text = fs::read_to_string(&file).unwrap();
    fs::write(&file, format!("{text}// changed\n")).unwrap();
    assert_eq!(next(&fixture, &["fails"]).1, "passes");
    // So is one whose checks have changed.
    fs::write(&file, text).unwrap();
    assert_eq!(next(&fixture, &["fails"]).1, "fails");
    let checks = fixture.file("01-verdicts/exercises/passes/grade.rs");
    let text = fs::read_to_string(&checks).unwrap();
    fs::write(checks, format!("{text}// changed\n")).unwrap();
    assert_eq!(next(&fixture, &["fails"]).1, "passes");
}
