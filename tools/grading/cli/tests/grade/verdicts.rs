//! Which verdict an exercise gets, and that no trick gets a better one.

use crate::fixture::Fixture;
use serde_json::Value;
use std::{fs, sync::OnceLock};

/// The grades of all planted exercises.
fn grades() -> &'static Value {
    static GRADES: OnceLock<Value> = OnceLock::new();
    GRADES.get_or_init(|| Fixture::planted().report(&[]))
}

fn exercise(name: &str) -> &'static Value {
    let mut exercises = grades()["exercises"].as_array().unwrap().iter();
    exercises.find(|exercise| exercise["name"] == name).unwrap()
}

/// The verdicts on an exercise's checks, in their order.
fn checks(name: &str) -> Vec<&'static str> {
    let checks = exercise(name)["checks"].as_array().unwrap().iter();
    checks.map(|check| check["verdict"].as_str().unwrap()).collect()
}

#[test]
fn the_five_verdicts_are_told_apart_and_each_is_gone_past() {
    let exercises = grades()["exercises"].as_array().unwrap().iter();
    let verdicts: Vec<_> = exercises.map(|exercise| exercise["verdict"].as_str().unwrap()).collect();
    assert_eq!(verdicts[..5], ["passed", "failed", "does not compile", "timed out", "not started"]);
    assert_eq!(verdicts.len(), 10);
}

#[test]
fn a_program_that_ends_itself_passes_only_the_checks_that_were_seen_to_pass() {
    assert_eq!(exercise("exits")["verdict"], "failed");
    assert_eq!(checks("exits"), ["passed", "failed"]);
    let message = exercise("exits")["checks"][1]["message"].as_str().unwrap();
    assert!(
        message.contains("The program ended (exit code 0)") && message.contains("std::process::exit"),
        "{message}"
    );
}

#[test]
fn a_program_that_crashes_fails_only_the_check_that_crashed_it() {
    assert_eq!(exercise("aborts")["verdict"], "failed");
    assert_eq!(checks("aborts"), ["passed", "failed"]);
}

#[test]
fn what_a_program_prints_or_leaves_in_the_reports_folder_is_not_believed() {
    assert_eq!(exercise("prints_a_fake")["verdict"], "failed");
    assert_eq!(checks("prints_a_fake"), ["passed", "failed"]);
}

#[test]
fn a_program_that_never_ends_is_stopped() {
    assert_eq!(exercise("never_ends")["verdict"], "timed out");
    let message = exercise("never_ends")["checks"][0]["message"].as_str().unwrap();
    assert!(message.contains("had not finished after 2 s"), "{message}");
}

#[test]
fn an_error_in_what_exercises_use_is_told_once() {
    let fixture = Fixture::of_its_own("library");
    fs::write(fixture.file("02-tricks/src/lib.rs"), "pub fn broken() -> u8 { \"no number\" }\n").unwrap();
    let said = fixture.says(&["does_not_compile", "2"]);
    assert_eq!(said.matches("does not compile  0 of").count(), 6, "{said}");
    assert_eq!(said.matches("stages/02-tricks/src/lib.rs:1").count(), 1, "{said}");
}

#[test]
fn the_learners_own_tests_are_told_and_do_not_score() {
    let passes = exercise("passes");
    assert_eq!((&passes["verdict"], &passes["points"]), (&"passed".into(), &4.into()));
    assert_eq!((&passes["own_tests"]["passed"], &passes["own_tests"]["failed"]), (&1.into(), &1.into()));
    let said = passes["own_tests"]["output"].as_str().unwrap();
    assert!(said.contains("the learner's own opinion"), "{said}");
    assert_eq!(exercise("fails")["own_tests"], Value::Null);
}

#[test]
fn points_are_given_for_each_check_and_the_maximum_does_not_depend_on_the_verdict() {
    assert_eq!(exercise("passes")["checks"][0]["maximum"], 3);
    let points = |name| (exercise(name)["points"].clone(), exercise(name)["maximum"].clone());
    assert_eq!(points("fails"), (1.into(), 2.into()));
    assert_eq!(points("does_not_compile"), (0.into(), 1.into()));
    assert_eq!(points("hangs"), (1.into(), 2.into()));
    assert_eq!((&grades()["points"], &grades()["maximum"]), (&10.into(), &20.into()));
}

#[test]
fn a_warning_is_no_error_whatever_cargo_is_told_to_make_of_it() {
    let fixture = Fixture::of_its_own("denied_warnings");
    let config = fixture.root.join(".cargo/config.toml");
    fs::create_dir_all(config.parent().unwrap()).unwrap();
    fs::write(&config, "[build]\nrustflags = [\"-Dwarnings\"]\n").unwrap();
    let file = fixture.file("01-verdicts/exercises/passes/exercise.rs");
    let answer = fs::read_to_string(&file).unwrap();
    fs::write(&file, answer + "\nfn nobody_calls_it() {}\n").unwrap();
    assert_eq!(fixture.report(&["passes"])["exercises"][0]["verdict"], "passed");
}
