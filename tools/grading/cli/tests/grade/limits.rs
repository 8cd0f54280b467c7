//! What somebody else has written cannot keep the grader, fill the memory, or play with the terminal.

use crate::fixture::Fixture;
use std::fs;
#[cfg(unix)]
use std::process::Command;

fn with_answer(name: &str, answer: &str) -> Fixture {
    let fixture = Fixture::of_its_own(name);
    fs::write(fixture.file("02-tricks/exercises/prints_a_fake/exercise.rs"), answer).unwrap();
    fixture
}

#[test]
fn a_compiler_that_does_not_come_back_is_stopped_and_the_others_are_graded() {
    let answer = "#![allow(long_running_const_eval)]\n\
                  pub fn work(_: u32) -> u32 { const { loop {} } }\n";
    let fixture = with_answer("endless_const", answer);
    // What both use is built beforehand, so that the limit is for the answer alone.
    fixture.grade(&["passes"]).assert().success();
    let report = fixture.report(&["passes", "prints_a_fake", "--compile-limit", "8"]);
    let [passes, endless] = [0, 1].map(|index| &report["exercises"][index]);
    assert_eq!(passes["verdict"], "passed");
    assert_eq!(
        (&endless["verdict"], &endless["points"], &endless["maximum"]),
        (&"timed out".into(), &0.into(), &2.into())
    );
    let reason = endless["reasons"][0].as_str().unwrap();
    assert!(
        reason.starts_with("Not graded: the compiler had not finished this exercise after 8 s"),
        "{reason}"
    );
}

/// Prints a lot, and is right if that has not cost as much memory.
#[cfg(target_os = "linux")]
const FLOOD: &str = r#"
pub fn work(number: u32) -> u32 {
    let line = "x".repeat(1 << 20);
    (0..100).for_each(|_| println!("{line}"));
    let status = std::fs::read_to_string("/proc/self/status").unwrap();
    let peak = status.lines().find_map(|line| line.strip_prefix("VmHWM:")).unwrap();
    let kibibytes: u32 = peak.trim().trim_end_matches(" kB").parse().unwrap();
    if kibibytes < 50 * 1024 { number * 2 } else { kibibytes }
}

#[test]
fn mine() {
    assert_eq!(work(1), 2);
    panic!("enough");
}
"#;

#[cfg(target_os = "linux")]
#[test]
fn what_a_program_prints_is_not_kept_in_memory() {
    let report = with_answer("flood", FLOOD).says(&["prints_a_fake", "--json", "--time-limit", "60"]);
    let report: serde_json::Value = serde_json::from_str(&report).unwrap();
    let exercise = &report["exercises"][0];
    assert_eq!(exercise["verdict"], "passed", "{exercise:#}");
    let output = exercise["own_tests"]["output"].as_str().unwrap();
    assert!(output.contains("enough") && output.len() < 1 << 18, "{}", output.len());
}

#[cfg(unix)]
#[test]
fn a_pipe_in_the_place_of_an_answer_is_not_waited_for() {
    let fixture = with_answer("pipe", "");
    let answer = fixture.file("02-tricks/exercises/prints_a_fake/exercise.rs");
    fs::remove_file(&answer).unwrap();
    assert!(Command::new("mkfifo").arg(&answer).status().unwrap().success());
    fixture.grade(&["passes"]).assert().success();
    let report = fixture.report(&["prints_a_fake", "--compile-limit", "4"]);
    fs::remove_file(answer).unwrap();
    assert_eq!(report["exercises"][0]["verdict"], "timed out");
}

#[test]
fn what_acts_on_a_terminal_is_escaped() {
    let answer = "pub fn work(number: u32) -> u32 { assert!(number == 1, \"\\x1b]0;mine\\x07\\u{202e}\"); 2 }\n\
                  #[test]\nfn mine() { println!(\"\\x1b[2J\"); work(2); }\n";
    let fixture = with_answer("escapes", answer);
    let said = fixture.says(&["prints_a_fake"]);
    assert!(said.contains("\\u{1b}]0;mine\\u{7}\\u{202e}") && said.contains("\\u{1b}[2J"), "{said}");
    let acts = |character: char| (character.is_control() && character != '\n') || character == '\u{202e}';
    assert!(!said.contains(acts), "{said:?}");
}
