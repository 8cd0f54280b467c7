//! Hints are read and resets are written with care.

use crate::fixture::Fixture;
use insta::assert_snapshot;
use predicates::{prelude::PredicateBooleanExt as _, str::contains};
use std::fs;

const FILE: &str = "01-verdicts/exercises/not_started/exercise.rs";

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
        fixture.grade(&["reset", "not_started"]).assert().success().stdout(contains(backup.as_str()));
        assert_eq!(fs::read_to_string(&file).unwrap(), stub);
        assert_eq!(fs::read_to_string(file.with_file_name(backup)).unwrap(), mine);
    }
}

#[test]
fn a_kept_version_comes_back_by_its_name_and_loses_nothing() {
    let Some(fixture) = Fixture::in_git("kept") else { return };
    let (file, stub) = (fixture.file(FILE), fs::read_to_string(fixture.file(FILE)).unwrap());
    fs::write(&file, "// mine\n").unwrap();
    let said = fixture.says(&["reset", "not_started"]);
    assert!(said.contains("cargo grade reset not_started --from exercise.rs.bak-1"), "{said}");
    assert!(fixture.says(&["reset", "not_started"]).contains("\n  exercise.rs.bak-1\n"));
    fixture.grade(&["reset", "not_started", "--from", "exercise.rs.bak-1"]).assert().success();
    assert_eq!(fs::read_to_string(&file).unwrap(), "// mine\n");
    assert_eq!(fs::read_to_string(file.with_file_name("exercise.rs.bak-2")).unwrap(), stub);
    let missing = fixture.grade(&["reset", "not_started", "--from", "exercise.rs.bak-9"]).assert().code(1);
    missing.stderr(contains("nothing was changed: could not read exercise.rs.bak-9"));
}

#[test]
fn the_original_stub_comes_back_also_after_the_learner_has_committed() {
    let Some(fixture) = Fixture::in_git("committed") else { return };
    let file = fixture.file(FILE);
    let stub = fs::read_to_string(&file).unwrap();
    let reset = || fixture.says(&["reset", "not_started"]);
    assert!(
        reset().contains("is the original stub (of ") && reset().contains("already. Nothing was changed.")
    );
    // Its authors describe it better; the learner begins, and commits, and goes on.
    let better = format!("//! Described better.\n{stub}");
    for (text, message) in [
        (&better, "a better description"),
        (&better.replace("todo!()", "let begun = true;\n    todo!()"), "begun"),
        (&better.replace("todo!()", "()"), "my solution"),
    ] {
        fs::write(&file, text).unwrap();
        fixture.commit(message);
    }
    reset();
    assert_eq!(fs::read_to_string(&file).unwrap(), better);
    let said = reset();
    assert!(said.contains(" my solution\n") && said.contains(" planted\n"), "{said}");
    fixture.grade(&["reset", "not_started", "--from", "HEAD~3"]).assert().success();
    assert_eq!(fs::read_to_string(&file).unwrap(), stub);
}

#[test]
fn where_no_commit_has_the_stub_nothing_is_changed() {
    let Some(fixture) = Fixture::in_git("without_stub") else { return };
    let file = fixture.file("01-verdicts/exercises/passes/exercise.rs");
    let before = fs::read_to_string(&file).unwrap();
    let reset = fixture.grade(&["reset", "passes"]).assert().code(1);
    reset.stderr(contains("nothing was changed: the commit ").and(contains("has no todo!() in")));
    assert_eq!(fs::read_to_string(&file).unwrap(), before);
}

#[test]
fn outside_of_a_repository_a_reset_changes_nothing_and_says_so() {
    let reset = Fixture::planted().grade(&["reset", "not_started"]).assert().code(1).stdout("");
    reset.stderr(
        contains("nothing was changed: not a git repository")
            .or(contains("nothing was changed: git is not installed, or not on the PATH")),
    );
}

#[test]
fn without_git_a_reset_changes_nothing_and_says_so() {
    // Cargo's own folder has what cargo needs; a system's folder of all programs may have git, too.
    let cargo = std::env::var_os("CARGO").unwrap();
    let folder = std::path::Path::new(&cargo).parent().unwrap();
    if folder.join("git").exists() || folder.join("git.exe").exists() {
        return;
    }
    let mut reset = Fixture::planted().grade(&["reset", "not_started"]);
    let reset = reset.env("PATH", folder).assert().code(1).stdout("");
    reset.stderr(contains("nothing was changed: git is not installed, or not on the PATH"));
}

#[cfg(unix)]
#[test]
fn a_link_is_replaced_and_what_it_leads_to_is_left_alone() {
    let Some(fixture) = Fixture::in_git("linked_exercise") else { return };
    let (file, stub) = (fixture.file(FILE), fs::read_to_string(fixture.file(FILE)).unwrap());
    let mine = fixture.root.join("mine.rs");
    fs::write(&mine, "// mine\n").unwrap();
    fs::remove_file(&file).unwrap();
    std::os::unix::fs::symlink(&mine, &file).unwrap();
    fixture.grade(&["reset", "not_started"]).assert().success();
    assert_eq!(fs::read_to_string(&mine).unwrap(), "// mine\n");
    assert!(!file.is_symlink());
    assert_eq!(fs::read_to_string(&file).unwrap(), stub);
}

#[cfg(unix)]
#[test]
fn nothing_is_written_where_a_link_leads_out_of_the_workspace() {
    let Some(fixture) = Fixture::in_git("linked_folder") else { return };
    let folder = fixture.file(FILE).parent().unwrap().to_owned();
    let outside = tempfile::tempdir().unwrap();
    fs::rename(&folder, outside.path().join("not_started")).unwrap();
    let file = outside.path().join("not_started/exercise.rs");
    fs::write(&file, "// mine\n").unwrap();
    std::os::unix::fs::symlink(outside.path().join("not_started"), &folder).unwrap();
    let reset = fixture.grade(&["reset", "not_started"]).assert().code(1);
    reset.stderr(contains("leads out of the workspace; nothing was changed"));
    assert_eq!(fs::read_to_string(&file).unwrap(), "// mine\n");
}

#[test]
fn where_git_does_not_trust_the_folder_it_is_said_how_to_tell_it() {
    let Some(fixture) = Fixture::in_git("distrusted") else { return };
    let distrusted = |arguments: &[&str]| {
        let mut grade = fixture.grade(arguments);
        // For git's own tests: as if the folder belonged to somebody else.
        grade.env("GIT_TEST_ASSUME_DIFFERENT_OWNER", "1");
        let output = grade.output().unwrap();
        String::from_utf8_lossy(&[output.stdout, output.stderr].concat()).into_owned()
    };
    for arguments in [&["passes"][..], &["reset", "not_started"], &["passes", "--against", "HEAD"]] {
        let said = distrusted(arguments);
        assert!(said.contains("git config --global --add safe.directory"), "{said}");
        assert!(said.contains("belongs to another user") && !said.contains("there is no commit"), "{said}");
    }
}

#[test]
fn a_file_that_is_gone_comes_back() {
    let Some(fixture) = Fixture::in_git("gone") else { return };
    fs::remove_file(fixture.file(FILE)).unwrap();
    fixture.grade(&["reset", "not_started"]).assert().success();
    assert!(fixture.file(FILE).exists());
}
