//! A workspace with more exercises than can be checked at once.

use crate::support::{workspace, write};
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
