//! The command line: its help, its exit codes, and what is wrong with a wrong one.

use crate::fixture::Fixture;
use insta::assert_snapshot;
use predicates::{prelude::PredicateBooleanExt as _, str::contains};

#[test]
fn the_help_teaches_the_verdicts_and_a_way_to_work() {
    assert_snapshot!(Fixture::planted().says(&["--help"]));
}

#[test]
fn an_exercise_has_a_name_a_number_a_stage_and_a_test() {
    let planted = Fixture::planted();
    for word in ["passes", "1.1", "ex1_1_passes"] {
        assert!(planted.says(&["list", word]).contains("1.1 passes  Know the answer\n"), "{word}");
    }
    let second = planted.says(&["list", "2"]);
    assert!(second.contains("2.1 exits") && second.contains("2.5 weakened") && !second.contains("1.1"));
}

#[test]
fn the_exercises_are_listed_without_building_them() {
    assert_snapshot!(Fixture::planted().says(&["list"]));
}

#[test]
fn a_topic_lists_the_checks_that_have_it_in_their_names_and_all_of_an_exercise_that_has() {
    assert_snapshot!(Fixture::planted().says(&["list", "--topic", "End"]));
    assert_eq!(
        Fixture::planted().says(&["list", "--topic", "quux"]),
        "No exercise has a check about `quux`.\n"
    );
}

#[test]
fn an_unknown_exercise_is_a_wrong_command_line_that_suggests_the_nearest() {
    for arguments in [&["pases"][..], &["hint", "pases"], &["reset", "pases"], &["watch", "pases"]] {
        let wrong = Fixture::planted().grade(arguments).assert().code(2).stdout("");
        assert_snapshot!("an_unknown_exercise", String::from_utf8_lossy(&wrong.get_output().stderr));
    }
    let far = contains("there is no exercise `quux`\n").and(contains("did you mean").not());
    Fixture::planted().grade(&["quux"]).assert().code(2).stderr(far);
}

#[test]
fn a_wrong_command_line_exits_with_2() {
    for arguments in
        [&["--jsn"][..], &["hint"], &["hint", "passes", "4"], &["hint", "passes", "0"], &["--accept"]]
    {
        Fixture::planted().grade(arguments).assert().code(2).stdout("");
    }
}

#[test]
fn a_stage_or_an_exercise_is_not_to_be_reset_by_its_stage() {
    Fixture::planted().grade(&["reset", "1"]).assert().code(2);
}

#[test]
fn a_workspace_without_exercises_is_not_one_in_which_all_are_passed() {
    let fixture = Fixture::of_its_own("empty");
    for stage in ["01-verdicts", "02-tricks"] {
        let manifest = fixture.file(stage).join("Cargo.toml");
        let text = std::fs::read_to_string(&manifest).unwrap();
        std::fs::write(manifest, &text[..text.find("[[test]]").unwrap()]).unwrap();
    }
    fixture.grade(&[]).assert().code(1).stdout("").stderr(contains("there are no exercises in "));
}

#[test]
fn outside_of_a_workspace_it_says_so_in_a_line() {
    let mut grade = Fixture::planted().grade(&[]);
    let nowhere = grade.current_dir("/").assert().code(1).stdout("");
    nowhere.stderr(contains("run this inside of it").and(contains("Cargo.toml")));
}

#[test]
fn a_test_that_is_asked_for_by_its_old_number_is_told_with_its_name() {
    let told =
        contains("there is no exercise `ex1_7_passes`: it is called `passes` now. Try: cargo grade passes");
    Fixture::planted().grade(&["ex1_7_passes"]).assert().code(2).stderr(told);
}
