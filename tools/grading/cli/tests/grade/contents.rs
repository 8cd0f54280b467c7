//! What is graded is what is in the file, whatever its time says, and whichever process has built last.

use crate::fixture::Fixture;
use std::{
    fs::{self, File},
    path::Path,
    time::{Duration, SystemTime},
};

const FILE: &str = "01-verdicts/exercises/not_started/exercise.rs";
const SOLVED: &str = "//! # Begun\n\n/// Begins.\npub fn begin() {}\n";
const WRONG: &str = "//! # Begun\n\n/// Begins.\npub fn begin() {\n    assert!(false, \"wrong\")\n}\n";

fn verdict(fixture: &Fixture) -> String {
    fixture.report(&["not_started"])["exercises"][0]["verdict"].as_str().unwrap().to_owned()
}

/// Puts a text in place whose file is a day old, as `mv` and `cp -p` do.
fn put_in_place(file: &Path, text: &str) {
    fs::write(file, text).unwrap();
    make_old(file);
}

fn make_old(file: &Path) {
    let yesterday = SystemTime::now() - Duration::from_hours(24);
    File::options().write(true).open(file).unwrap().set_modified(yesterday).unwrap();
}

#[test]
fn a_backup_that_is_moved_back_is_graded() {
    let fixture = Fixture::of_its_own("moved_back");
    assert_eq!(verdict(&fixture), "not started");
    put_in_place(&fixture.file(FILE), SOLVED);
    assert_eq!(verdict(&fixture), "passed");
    put_in_place(&fixture.file(FILE), WRONG);
    assert_eq!(verdict(&fixture), "failed");
}

#[test]
fn what_cargo_has_built_meanwhile_is_not_taken_for_what_is_there_now() {
    let fixture = Fixture::of_its_own("built_meanwhile");
    fs::write(fixture.file(FILE), SOLVED).unwrap();
    let mut build = assert_cmd::Command::new(std::env::var_os("CARGO").unwrap());
    build.current_dir(&fixture.root).envs(fixture.variables());
    build.args(["build", "--quiet", "--test", "ex1_5_not_started"]).assert().success();
    put_in_place(&fixture.file(FILE), WRONG);
    assert_eq!(verdict(&fixture), "failed");
}

#[test]
fn two_clones_that_share_a_target_folder_get_their_own_verdicts() {
    let one = Fixture::of_its_own("shared");
    let other = Fixture { root: one.root.with_file_name("shared-clone") };
    copy(&one.root, &other.root);
    fs::write(one.file(FILE), SOLVED).unwrap();
    assert_eq!(verdict(&one), "passed");
    assert_eq!(verdict(&other), "not started");
    assert_eq!(verdict(&one), "passed");
}

/// A clone that is older than what is built.
fn copy(from: &Path, to: &Path) {
    fs::create_dir_all(to).unwrap();
    for entry in fs::read_dir(from).unwrap().map(Result::unwrap) {
        let to = to.join(entry.file_name());
        if entry.path().is_dir() {
            copy(&entry.path(), &to);
        } else {
            fs::copy(entry.path(), &to).unwrap();
            make_old(&to);
        }
    }
}
