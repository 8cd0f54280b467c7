//! Hints are read and resets are written with care.

use crate::fixture::Fixture;
use insta::assert_snapshot;
use predicates::str::contains;
use std::fs;

const FILE: &str = "01-verdicts/exercises/passes/exercise.rs";

#[test]
fn a_hint_gives_away_what_was_asked_for_and_says_how_to_get_more() {
    let hints = [&["hint", "passes"][..], &["hint", "passes", "2"], &["hint", "1.1", "3"]];
    assert_snapshot!(hints.map(|arguments| Fixture::planted().says(arguments)).join("\n---\n"));
}

#[test]
fn a_reset_keeps_what_was_written_beside_and_never_overwrites_it() {
    let Some(fixture) = Fixture::in_git("reset") else { return };
    let file = fixture.file(FILE);
    let stub = fs::read_to_string(&file).unwrap();
    for number in [1, 2] {
        let mine = format!("// my attempt {number}\n");
        fs::write(&file, &mine).unwrap();
        let backup = format!("exercise.rs.bak-{number}");
        fixture.grade(&["reset", "passes"]).assert().success().stdout(contains(backup.as_str()));
        assert_eq!(fs::read_to_string(&file).unwrap(), stub);
        assert_eq!(fs::read_to_string(file.with_file_name(backup)).unwrap(), mine);
    }
}

#[test]
fn a_file_as_in_git_is_left_alone_and_earlier_ones_are_listed() {
    let Some(fixture) = Fixture::in_git("unchanged") else { return };
    let (file, stub) = (fixture.file(FILE), fs::read_to_string(fixture.file(FILE)).unwrap());
    fixture.grade(&["reset", "passes"]).assert().success().stdout(contains("Nothing was changed"));
    fs::write(&file, "// mine\n").unwrap();
    fixture.commit("my solution");
    let said = fixture.says(&["reset", "passes"]);
    assert!(
        said.contains(" my solution\n") && said.contains(" planted\n") && said.contains("--from"),
        "{said}"
    );
    fixture.grade(&["reset", "passes", "--from", "HEAD~1"]).assert().success();
    assert_eq!(fs::read_to_string(&file).unwrap(), stub);
}

#[test]
fn without_git_a_reset_changes_nothing_and_says_so() {
    let reset = Fixture::planted().grade(&["reset", "passes"]).assert().code(1).stdout("");
    reset.stderr(contains("nothing was changed: not a git repository"));
}

#[test]
fn a_file_that_is_gone_comes_back() {
    let Some(fixture) = Fixture::in_git("gone") else { return };
    fs::remove_file(fixture.file(FILE)).unwrap();
    fixture.grade(&["reset", "passes"]).assert().success();
    assert!(fixture.file(FILE).exists());
}
