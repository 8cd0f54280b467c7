//! A macro of the answer cannot take the place of one that the checks use.

use crate::fixture::Fixture;
use serde_json::Value;
use std::fs;

/// A check that compares texts, which it makes with `format!`.
const CHECKS: &str = r#"//! Compare texts.

mod exercise;

use exercise::work;
use checks::{Exercise, same};

#[test]
fn the_text_is_right() {
    Exercise { name: "prints_a_fake", read: "nothing" }
        .check("two gives four.", "too little.", || same("the text", &format!("{}", work(2)), &format!("{}", 4)));
}
"#;

/// The grades for an answer that is judged by those checks.
fn grades(name: &str, answer: &str, more: &[(&str, &str)]) -> Value {
    let fixture = Fixture::of_its_own(name);
    let folder = fixture.file("02-tricks/exercises/prints_a_fake");
    for (file, text) in [("grade.rs", CHECKS), ("exercise.rs", answer)].iter().chain(more) {
        fs::write(folder.join(file), text).unwrap();
    }
    fixture.report(&["prints_a_fake"])["exercises"][0].take()
}

const SHADOW: &str = "macro_rules! format { ($($any:tt)*) => { String::from(\"4\") } }\n";
const WORK: &str = "pub fn work(_: u32) -> u32 { 0 }\n";

#[test]
fn a_macro_that_reaches_the_checks_is_refused_and_it_is_said_what_to_do() {
    for (name, answer) in [
        ("macro_exported", format!("#[macro_export]\n{SHADOW}{WORK}")),
        ("macro_used", format!("#![macro_use]\n{SHADOW}{WORK}")),
        ("macro_in_disguise", format!("#[cfg_attr(all(), macro_export)]\n{SHADOW}{WORK}")),
    ] {
        let graded = grades(name, &answer, &[]);
        assert_eq!(
            (&graded["verdict"], &graded["points"], &graded["maximum"]),
            (&"failed".into(), &0.into(), &1.into())
        );
        let reason = graded["reasons"][0].as_str().unwrap();
        assert!(
            reason.contains("exercise.rs") && reason.contains("Macros of your own are welcome"),
            "{reason}"
        );
    }
}

#[test]
fn neither_does_one_in_a_file_that_the_answer_includes() {
    let answer = format!("#[path = \"more.rs\"]\nmod more;\n{WORK}");
    let graded = grades("macro_included", &answer, &[("more.rs", &format!("#[macro_export]\n{SHADOW}"))]);
    assert_eq!(graded["verdict"], "failed");
    assert!(graded["reasons"][0].as_str().unwrap().contains("more.rs"), "{graded:#}");
}

#[test]
fn a_macro_for_the_answer_alone_is_welcome() {
    let answer = "macro_rules! twice { ($number:expr) => { 2 * $number } }\npub fn work(number: u32) -> u32 { twice!(number) }\n";
    assert_eq!(grades("macro_private", answer, &[])["verdict"], "passed");
}
