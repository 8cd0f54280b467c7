//! Testing the exercises themselves, in a copy: the stub is not started, the solution and the correct answers in other
//! styles pass, and each wrong answer is rejected by the check that it names, with the message that has been reviewed.

mod facts;
mod form;
mod rounds;
mod snapshot;

use crate::{Arguments, scratch::lock, selection::choose, session::Session, workspace::Workspace};
use anyhow::Context as _;
use facts::{About, Fact};
use rounds::Rounds;
use std::{collections::BTreeSet, fs, io, path::Path};
use support::{Console, ProcessSupervisor, ProgressLine};

/// What no compiler takes for Rust.
const BROKEN: &str = "fn broken( {\n";

/// What is not copied: what cargo has built, and git's own.
const LEFT_OUT: [&str; 2] = ["target", ".git"];

/// Verifies the exercises that were asked for, or all and that a broken one harms nothing else.
pub(crate) fn verify(
    workspace: &Workspace,
    arguments: &Arguments,
    supervisor: &ProcessSupervisor,
    console: &mut Console,
) -> anyhow::Result<bool> {
    let asked = choose(&workspace.exercises, &arguments.asked)?;
    let scratch = workspace.target.join("verify");
    let progress = ProgressLine::on_terminal();
    let lock = lock(&scratch, || progress.show("waiting for another --verify to end"));
    let _lock = lock.with_context(|| format!("could not lock {}", scratch.display()))?;
    progress.show("copying the workspace");
    let root = scratch.join("workspace");
    renew(&workspace.root, &root).context("could not copy the workspace")?;
    let copy = Workspace { target: scratch.join("target"), ..Workspace::of(&root)? };
    let session = Session { progress, ..Session::new(&copy, arguments.limits, supervisor) };
    let mut all: Vec<Fact> = asked.iter().map(|exercise| form::fact(workspace, exercise)).collect();
    all.extend(Rounds { session: &session, arguments }.facts(&asked)?);
    if asked.len() == workspace.exercises.len() {
        all.push(broken_exercises_harm_nothing(&session)?);
    }
    drop(session.progress.clear());
    facts::print(&asked, &all, console)
}

/// Breaks every exercise of the copy, and has cargo check everything else in their packages; other packages cannot name an
/// exercise. What `cargo check` does not look at, `cargo clippy`, `cargo build` and `cargo test` do not compile either: it is
/// `test = false` that decides.
fn broken_exercises_harm_nothing(session: &Session<'_>) -> anyhow::Result<Fact> {
    for exercise in &session.workspace.exercises {
        write(&exercise.file(), BROKEN.as_bytes())?;
    }
    session.show("checking the workspace with all exercises broken");
    let mut check = support::cargo::cargo();
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

/// Makes `to` a copy of `from` with as little writing as can be: what cargo has built of it stays good.
fn renew(from: &Path, to: &Path) -> io::Result<()> {
    fs::create_dir_all(to)?;
    for entry in fs::read_dir(from)? {
        let (path, name) = entry.map(|entry| (entry.path(), entry.file_name()))?;
        if LEFT_OUT.iter().any(|left_out| name == *left_out) {
            continue;
        }
        if path.is_dir() { renew(&path, &to.join(name))? } else { write(&to.join(name), &fs::read(path)?)? }
    }
    for entry in fs::read_dir(to)? {
        let (path, name) = entry.map(|entry| (entry.path(), entry.file_name()))?;
        if !from.join(name).exists() {
            if path.is_dir() { fs::remove_dir_all(path)? } else { fs::remove_file(path)? }
        }
    }
    Ok(())
}

/// Writes a file, unless it has that content: cargo builds what is newer again.
fn write(file: &Path, content: &[u8]) -> io::Result<()> {
    match fs::read(file) {
        Ok(current) if current == content => Ok(()),
        _ => fs::write(file, content),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_copy_is_renewed_and_what_is_unchanged_is_not_written() {
        let folder = tempfile::tempdir().unwrap();
        let (from, to) = (folder.path().join("from"), folder.path().join("to"));
        fs::create_dir_all(from.join("inner")).unwrap();
        fs::create_dir_all(from.join("target")).unwrap();
        fs::write(from.join("inner/stays"), "stays").unwrap();
        fs::write(from.join("goes"), "goes").unwrap();
        renew(&from, &to).unwrap();
        let written = || fs::metadata(to.join("inner/stays")).unwrap().modified().unwrap();
        let before = written();
        fs::remove_file(from.join("goes")).unwrap();
        renew(&from, &to).unwrap();
        assert_eq!(written(), before);
        assert!(!to.join("goes").exists() && !to.join("target").exists());
    }
}
