//! What people read.

use crate::fixture::Fixture;
use insta::assert_snapshot;

/// What people read, but for the line on the missing git, which is tested below.
fn says(arguments: &[&str]) -> String {
    let text = Fixture::planted().says(arguments);
    let lines = text.lines().filter(|line| !line.starts_with("(cannot compare"));
    lines.flat_map(|line| [line, "\n"]).collect()
}

/// Without rustc's own words, which change from version to version.
fn without_rustc(text: &str) -> String {
    let begin = text.find("error[").unwrap();
    let end = begin + text[begin..].find("(and 1 more").unwrap();
    format!("{}…\n{}", &text[..begin], &text[end..])
}

#[test]
fn a_stage_has_its_results_then_a_message_for_each_failure_then_the_points_and_what_is_next() {
    let text = says(&["1"]);
    assert!(text.contains("\n  |     ^^^^^^^") || text.contains("word.len()"), "{text}");
    assert_snapshot!(without_rustc(&text));
}

#[test]
fn one_exercise_is_told_with_all_of_its_checks() {
    for name in ["passes", "fails", "not_started"] {
        let text = says(&[name]);
        // A number of the system's, which is another each time.
        let lines = text.lines().map(|line| match line.split_once("' (") {
            Some((thread, rest)) => format!("{thread}' (ID{}\n", rest.trim_start_matches(char::is_numeric)),
            None => format!("{line}\n"),
        });
        assert_snapshot!(name, lines.collect::<String>());
    }
}

#[test]
fn every_error_of_the_one_that_does_not_compile_is_shown() {
    let text = says(&["does_not_compile"]);
    assert_eq!(text.matches("error[E0308]").count(), 2, "{text}");
    assert!(text.contains("points: 0 of 1\n"), "{text}");
}

#[test]
fn a_pipe_gets_no_colour_and_no_progress() {
    let graded = Fixture::planted().grade(&["1"]).assert().code(1).stderr("");
    assert!(!graded.get_output().stdout.contains(&b'\x1b') && !graded.get_output().stdout.contains(&b'\r'));
}

#[test]
fn all_that_was_asked_for_has_to_pass() {
    Fixture::planted().grade(&["passes"]).assert().code(0);
    Fixture::planted().grade(&["passes", "fails"]).assert().code(1);
}

#[test]
fn where_nothing_can_be_compared_it_is_said_once_and_gone_on() {
    let text = Fixture::planted().says(&["1"]);
    assert_eq!(
        text.matches("cannot compare the checks with those in git: there is no commit HEAD").count(),
        1
    );
    assert!(text.contains("1.1 passes            passed"), "{text}");
}
