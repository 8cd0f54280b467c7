//! `--verify` finds what is wrong with an exercise, and nothing where nothing is.

use crate::fixture::Fixture;
use std::fs;

const FOLDER: &str = "01-good/exercises/twice";

#[test]
fn a_good_exercise_is_verified_and_a_bad_one_is_not() {
    let fixture = Fixture::copy("verified", "verified");
    let good = fixture.says(&["--verify"]);
    assert!(good.ends_with("\n9 passed, 0 failed\n"), "{good}");

    let folder = fixture.file(FOLDER);
    let change = |file: &str, from: &str, to: &str| {
        let text = fs::read_to_string(folder.join(file)).unwrap();
        assert!(text.contains(from), "{file}");
        fs::write(folder.join(file), text.replace(from, to)).unwrap();
    };
    change("exercise.rs", "    todo!()", "    let mut other = number;\n    todo!()");
    change("solution.rs", "2 * number", "3 * number");
    change("also_right/adds_it_to_itself.rs", "    number +", "    let mut same = number;\n    number +");
    change("also_right/shifts.rs", "<< 1", "<< 2");
    change("also_right/shifts.rs", "one place to the left.", "one place to the left");
    change("wrong/adds.rs", "number + 2", "number * 2");
    change("wrong/squares.feedback", "squaring", "cubing");
    change("wrong/panics.rs", "three_becomes_six", "four_becomes_eight");
    change("hints.md", "## The shape", "### The shape");
    let bad = fixture.says(&["--verify", "twice"]);
    for problem in [
        "hints.md has 2 levels",
        "wrong/panics.rs names `four_becomes_eight`, which is no check",
        "variable does not need to be mutable",
        "✗ twice: the solution\nthree_becomes_six: failed",
        "also_right/shifts.rs does not open with a sentence",
        "✗ twice: also_right/adds_it_to_itself.rs\nwarning: ",
        "✗ twice: also_right/shifts.rs\nthree_becomes_six: failed",
        "the check nothing_stays_nothing says: passed",
        "  - Likely cause: cubing.\n  + Likely cause: squaring.\n",
        "✗ 0 of 2",
        "\n1 passed, 8 failed\n",
    ] {
        assert!(bad.contains(problem), "{problem} is missing:\n{bad}");
    }
}

#[test]
fn an_exercise_that_plain_cargo_test_would_compile_is_found_by_breaking_it() {
    let fixture = Fixture::copy("verified", "exposed");
    let manifest = fixture.file("01-good/Cargo.toml");
    let text = fs::read_to_string(&manifest).unwrap();
    fs::write(manifest, text.replace("test = false", "test = true")).unwrap();
    let said = fixture.says(&["--verify"]);
    assert!(said.contains("its target lacks `test = false`"), "{said}");
    assert!(said.contains("the workspace: with a syntax error in every exercise"), "{said}");
}
