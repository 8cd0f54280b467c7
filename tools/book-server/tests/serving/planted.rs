//! A workspace with more exercises than can be checked at once, and a cargo that builds none of them.

use crate::support::{command, workspace, write};
use std::{fs, path::Path, process::Command};
use tempfile::TempDir;

/// How many exercises there are.
pub(crate) const COUNT: usize = 9;

/// The small workspace with exercises that are called `ex1_1_planted`, `ex1_2_planted` and so on.
pub(crate) fn planted() -> TempDir {
    let root = workspace();
    write(root.path(), "Cargo.toml", "[workspace]\nresolver = \"3\"\nmembers = [\"stages/*\"]\n");
    let mut manifest = "[package]\nname = \"planted\"\nversion = \"0.0.0\"\nedition = \"2024\"\n".to_owned();
    for number in 1..=COUNT {
        let folder = format!("exercises/{number}");
        let target =
            format!("\n[[test]]\nname = \"{}\"\npath = \"{folder}/grade.rs\"\ntest = false\n", name(number));
        manifest.push_str(&target);
        let folder = format!("stages/01-planted/{folder}");
        write(root.path(), &format!("{folder}/grade.rs"), "//! Planted.\n\n#[test]\nfn it_works() {}\n");
        write(root.path(), &format!("{folder}/exercise.rs"), "todo!()\n");
        write(root.path(), &format!("{folder}/hints.md"), "# Planted\n\n## A nudge\n\nLook.\n");
    }
    write(root.path(), "stages/01-planted/Cargo.toml", &manifest);
    write(root.path(), "stages/01-planted/src/lib.rs", "//! Nothing.\n");
    root
}

/// What an exercise is called.
pub(crate) fn name(number: usize) -> String {
    format!("ex1_{number}_planted")
}

/// `cargo book` in that workspace, where building is done by a script.
#[cfg(unix)]
pub(crate) fn with_a_cargo_that_builds_by(root: &Path, script: &str) -> Command {
    use std::os::unix::fs::PermissionsExt as _;
    let cargo = std::env::var("CARGO").unwrap_or_else(|_| "cargo".to_owned());
    let fake = root.join("fake-cargo");
    let text = format!("#!/bin/sh\ncase $1 in build)\n{script}\n;; *) exec '{cargo}' \"$@\" ;; esac\n");
    fs::write(&fake, text).unwrap();
    fs::set_permissions(&fake, fs::Permissions::from_mode(0o755)).unwrap();
    let mut command = command(root, &["--no-open", "--port", "0"]);
    command
        .env("CARGO", fake)
        .env("VISUAL", "")
        .env("EDITOR", "")
        .env("DISPLAY", "")
        .env_remove("TERM_PROGRAM");
    command
}
