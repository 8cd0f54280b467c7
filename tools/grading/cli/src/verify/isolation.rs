//! A broken exercise harms nothing else: with a syntax error in each, the rest of the workspace is as good as before.

use super::{
    copy,
    facts::{About, Fact},
};
use crate::{session::Session, workspace::cargo};
use anyhow::Context as _;
use std::{collections::BTreeSet, process::Command};

/// What no compiler takes for Rust.
const BROKEN: &str = "fn broken( {\n";

/// Breaks every exercise of the copy, and has cargo check everything else in their packages; other packages cannot name an
/// exercise. What `cargo check` does not look at, `cargo clippy`, `cargo build` and `cargo test` do not compile either: it is
/// `test = false` that decides.
pub(super) fn fact(session: &Session<'_>) -> anyhow::Result<Fact> {
    for exercise in &session.workspace.exercises {
        copy::write(&exercise.file(), BROKEN.as_bytes())?;
    }
    session.progress.show("checking the workspace with all exercises broken");
    let mut check = Command::new(cargo());
    check.current_dir(&session.workspace.root).args(["check", "--all-targets", "--quiet"]);
    let packages: BTreeSet<_> =
        session.workspace.exercises.iter().map(|exercise| &exercise.package).collect();
    check.args(packages.into_iter().flat_map(|package| ["--package", package]));
    check.arg("--target-dir").arg(&session.workspace.target);
    let output = check.output().context("could not start cargo")?;
    let said = String::from_utf8_lossy(&output.stderr).into_owned();
    Ok(Fact {
        exercise: "the workspace".into(),
        about: About::Isolation,
        what: "with a syntax error in every exercise".into(),
        problems: if output.status.success() { Vec::new() } else { vec![said] },
    })
}
