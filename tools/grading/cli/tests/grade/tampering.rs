//! Who changes the scales gets no points.

use crate::fixture::Fixture;
use std::fs;

/// The verdict, the points and the maximum of an exercise, and why.
fn grade(fixture: &Fixture, name: &str, more: &[&str]) -> (String, u64, u64, String) {
    let arguments: Vec<_> = [name].iter().chain(more).copied().collect();
    let report = fixture.report(&arguments);
    let exercise = &report["exercises"][0];
    let number = |key: &str| exercise[key].as_u64().unwrap();
    let reasons = exercise["reasons"].to_string();
    (exercise["verdict"].as_str().unwrap().into(), number("points"), number("maximum"), reasons)
}

/// Takes the second check out of an exercise's grade.rs.
fn weaken(fixture: &Fixture) {
    let grader = fixture.file("02-tricks/exercises/weakened/grade.rs");
    let text = fs::read_to_string(&grader).unwrap();
    let second = text.rfind("#[test]").unwrap();
    fs::write(grader, &text[..second]).unwrap();
}

#[test]
fn an_exercise_whose_checks_were_weakened_scores_nothing_of_what_it_could() {
    let Some(fixture) = Fixture::in_git("weakened") else { return };
    weaken(&fixture);
    let (verdict, points, maximum, reasons) = grade(&fixture, "weakened", &[]);
    assert_eq!((verdict.as_str(), points, maximum), ("failed", 0, 2));
    assert!(
        reasons.contains("Not graded: stages/02-tricks/exercises/weakened/grade.rs differs"),
        "{reasons}"
    );
    assert!(reasons.contains("git restore --source=HEAD -- stages/02-tricks/exercises/weakened/grade.rs"));
    assert_eq!(grade(&fixture, "not_started", &[]).0, "not started");
}

#[test]
fn neither_the_index_nor_a_commit_hides_it() {
    let Some(fixture) = Fixture::in_git("hidden") else { return };
    weaken(&fixture);
    fixture.git(&["update-index", "--assume-unchanged", "stages/02-tricks/exercises/weakened/grade.rs"]);
    assert_eq!(grade(&fixture, "weakened", &[]).1, 0);
    fixture.git(&["update-index", "--no-assume-unchanged", "stages/02-tricks/exercises/weakened/grade.rs"]);
    fixture.commit("weakened");
    assert_eq!(grade(&fixture, "weakened", &[]).0, "passed");
    assert_eq!(grade(&fixture, "weakened", &["--against", "HEAD~1"]).0, "failed");
}

#[test]
fn a_file_that_judges_all_takes_the_points_of_all() {
    let Some(fixture) = Fixture::in_git("common") else { return };
    fs::create_dir(fixture.root.join(".cargo")).unwrap();
    fs::write(fixture.root.join(".cargo/config.toml"), "[build]\n").unwrap();
    for name in ["passes", "not_started", "exits"] {
        let (verdict, points, _, reasons) = grade(&fixture, name, &[]);
        assert_eq!((verdict.as_str(), points), ("failed", 0), "{name}");
        assert!(reasons.contains(".cargo/config.toml"), "{reasons}");
    }
    let said = fixture.says(&[]);
    assert_eq!(said.matches("Not graded").count(), 1, "one file is told once:\n{said}");
}

#[test]
fn a_manifest_judges_its_stage_and_no_other() {
    let Some(fixture) = Fixture::in_git("manifest") else { return };
    let manifest = fixture.file("02-tricks/Cargo.toml");
    let text = fs::read_to_string(&manifest).unwrap();
    fs::write(&manifest, text + "\n# more\n").unwrap();
    assert_eq!(grade(&fixture, "exits", &[]).1, 0);
    assert_eq!(grade(&fixture, "not_started", &[]).0, "not started");
}

#[test]
fn what_is_the_learners_or_for_reading_may_change() {
    let Some(fixture) = Fixture::in_git("learners") else { return };
    for file in ["exercise.rs", "solution.rs", "hints.md", "exercise.rs.bak-1"] {
        let file = fixture.file("01-verdicts/exercises/not_started").join(file);
        let text = fs::read_to_string(&file).unwrap_or_default();
        fs::write(file, text + "\n").unwrap();
    }
    assert_eq!(grade(&fixture, "not_started", &[]).0, "not started");
}

#[test]
fn a_missing_grader_is_told_and_the_others_are_graded_even_without_git() {
    let fixture = Fixture::of_its_own("missing");
    fs::remove_file(fixture.file("01-verdicts/exercises/fails/grade.rs")).unwrap();
    let said = fixture.says(&["1"]);
    assert!(said.contains("Not graded: stages/01-verdicts/exercises/fails/grade.rs is missing"), "{said}");
    assert!(said.contains("1.5 not_started       not started"), "{said}");
}

#[test]
fn a_commit_that_is_asked_for_and_not_there_is_an_error() {
    let graded = Fixture::planted().grade(&["--against", "v9"]).assert().code(1).stdout("");
    let said = String::from_utf8_lossy(&graded.get_output().stderr).into_owned();
    assert!(said.starts_with("could not compare the checks: there is no commit v9"), "{said}");
}

/// Has stage 2 use stage 1.
fn make_dependent(fixture: &Fixture, name: &str) {
    let manifest = fixture.file("02-tricks/Cargo.toml");
    let text = fs::read_to_string(&manifest).unwrap();
    let dependency =
        format!("[dependencies]\nverdicts-{name} = {{ path = \"../01-verdicts\" }}\n\n[dev-dependencies]");
    fs::write(manifest, text.replace("[dev-dependencies]", &dependency)).unwrap();
}

#[test]
fn what_runs_while_a_stage_is_built_judges_those_that_use_the_stage() {
    for file in ["build.rs", "Cargo.toml"] {
        let name = if file == "build.rs" { "dependent_build" } else { "dependent_manifest" };
        let Some(fixture) = Fixture::in_git(name) else { return };
        make_dependent(&fixture, name);
        fixture.says(&["list"]);
        fixture.commit("dependent");
        assert_eq!(grade(&fixture, "exits", &[]).1, 1);
        let file = fixture.file("01-verdicts").join(file);
        let text = fs::read_to_string(&file).unwrap_or_else(|_| "fn main() {}".into());
        fs::write(&file, text + "\n").unwrap();
        let (verdict, points, _, reasons) = grade(&fixture, "exits", &[]);
        assert_eq!((verdict.as_str(), points), ("failed", 0));
        assert!(reasons.contains("stages/01-verdicts/"), "{reasons}");
    }
}

#[cfg(unix)]
#[test]
fn a_filter_of_git_does_not_hide_a_change() {
    let Some(fixture) = Fixture::in_git("filtered") else { return };
    let grader = "stages/02-tricks/exercises/weakened/grade.rs";
    let original = fixture.root.join(".git/original");
    fs::copy(fixture.root.join(grader), &original).unwrap();
    fixture.git(&["config", "filter.hide.clean", "cat .git/original"]);
    fs::write(fixture.root.join(".git/info/attributes"), format!("{grader} filter=hide\n")).unwrap();
    weaken(&fixture);
    assert_eq!(grade(&fixture, "weakened", &[]).1, 0);
}

#[cfg(unix)]
#[test]
fn a_link_to_what_judges_is_a_change() {
    let Some(fixture) = Fixture::in_git("linked") else { return };
    let grader = fixture.file("02-tricks/exercises/weakened/grade.rs");
    let elsewhere = fixture.root.join("grade.rs");
    fs::rename(&grader, &elsewhere).unwrap();
    std::os::unix::fs::symlink(&elsewhere, &grader).unwrap();
    assert_eq!(grade(&fixture, "weakened", &[]).1, 0);
}

#[test]
fn other_line_ends_are_no_change_and_are_named() {
    let Some(fixture) = Fixture::in_git("line_ends") else { return };
    for file in [
        "02-tricks/Cargo.toml",
        "02-tricks/exercises/exits/grade.rs",
        "02-tricks/exercises/exits/exercise.rs",
    ] {
        let text = fs::read_to_string(fixture.file(file)).unwrap();
        fs::write(fixture.file(file), text.replace('\n', "\r\n")).unwrap();
    }
    let report = fixture.report(&["exits"]);
    assert_eq!((&report["points"], &report["comparison"]["changed"]), (&1.into(), &serde_json::json!([])));
    assert_eq!(
        report["comparison"]["line_ends"],
        serde_json::json!(["stages/02-tricks/Cargo.toml", "stages/02-tricks/exercises/exits/grade.rs"])
    );
    let said = fixture.says(&["exits"]);
    assert!(said.contains("2 grading files differ from git in their line endings only"), "{said}");
}
