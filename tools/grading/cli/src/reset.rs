//! Restoring an exercise: the original stub, an earlier version in git, or one that is kept beside the file.

use crate::{
    backups,
    exercise::{Exercise, read},
    workspace::Workspace,
};
use anyhow::{Context as _, ensure};
use std::{
    path::{Path, PathBuf},
    process::Stdio,
};

/// What a stub has, and finished code has not.
const TODO: &str = "todo!(";

/// How many versions of a file are looked at.
const VERSIONS: &str = "--max-count=100";

/// What a reset has done.
pub(crate) struct Restored {
    /// The learner's file, from the root of the workspace.
    file: String,
    /// What it has now, in words.
    version: String,
    /// The files that have what stood there; `None` if nothing was changed.
    kept: Option<Vec<PathBuf>>,
}

/// Restores exercise.rs: a kept version, the version of a commit, or the original stub. What was in it is kept in a file beside.
pub(crate) fn reset(
    workspace: &Workspace,
    exercise: &Exercise,
    from: Option<&str>,
) -> anyhow::Result<Restored> {
    let path = exercise.file();
    let file = workspace.relative(&path);
    ensure_inside(workspace, &path)?;
    let found = match from.map(|from| (from, exercise.backup(from))) {
        None => original(workspace, exercise),
        Some((from, Some(text))) => text.map(|text| (text, from.to_owned())),
        Some((from, None)) => {
            at(workspace, from, &file).map(|text| (text, format!("the version of {from} in git")))
        }
    };
    let (text, version) = found.context("nothing was changed")?;
    if read(&path).as_ref() == Some(&text) && !path.is_symlink() {
        return Ok(Restored { file, version, kept: None });
    }
    let kept = backups::replace(&path, &text).with_context(|| format!("could not replace {file}"))?;
    Ok(Restored { file, version, kept: Some(kept) })
}

impl Restored {
    /// What was done, for people.
    pub(crate) fn lines(&self, workspace: &Workspace) -> Vec<String> {
        let Self { file, version, kept } = self;
        let Some(kept) = kept else {
            return vec![format!("{file} is {version} already. Nothing was changed.")];
        };
        let kept = kept.iter().map(|kept| format!("What you wrote is kept in {}", workspace.relative(kept)));
        kept.chain([format!("{file} is now {version}.")]).collect()
    }

    /// The same for a terminal, with how to undo it, and other versions.
    pub(crate) fn lines_with_commands(&self, workspace: &Workspace, exercise: &Exercise) -> Vec<String> {
        let mut lines = self.lines(workspace);
        let reset = format!("cargo grade reset {} --from", exercise.name);
        let newest = self.kept.iter().flatten().next_back().and_then(|kept| kept.file_name());
        lines.extend(newest.map(|name| format!("To take it back: {reset} {}", name.display())));
        if self.kept.is_none() {
            let names = exercise.backups().into_iter().map(|backup| backup.name);
            let log = ["log", "--max-count=20", "--format=%h %s", "--", &self.file];
            let versions = workspace.git_text(&log).unwrap_or_default();
            let versions = versions.lines().map(str::to_owned);
            let others: Vec<_> = names.chain(versions).map(|other| format!("  {other}")).collect();
            if others.len() > 1 {
                lines.push("\nOther versions of it, the newest first:".to_owned());
                lines.extend(others);
                lines.push(format!("To restore one of them: {reset} NAME"));
            }
        }
        lines
    }
}

/// The original stub, and where it is from.
///
/// A learner changes no checks, so the commit that changed them last has a stub. Later ones may describe the task better.
/// A learner who commits changes the code, so of the later versions the newest one with the same code counts.
fn original(workspace: &Workspace, exercise: &Exercise) -> anyhow::Result<(Vec<u8>, String)> {
    let file = workspace.relative(&exercise.file());
    let commits = |file: &str| workspace.git_text(&["log", VERSIONS, "--format=%h", "--", file]);
    let checks = commits(&workspace.relative(&exercise.grader()))?;
    let checks = checks.lines().next().with_context(|| format!("git has no version of {file}"))?;
    let stub = at(workspace, checks, &file)?;
    let is_stub = String::from_utf8_lossy(&stub).contains(TODO);
    ensure!(is_stub, "the commit {checks} has no {TODO}) in {file}, so it is not the original");
    let words = |commit: &str| format!("the original stub (of {commit} in git)");
    for commit in commits(&file)?.lines().take_while(|commit| *commit != checks) {
        // A commit in which the file was deleted has no version of it.
        if let Ok(text) = at(workspace, commit, &file)
            && code(&text) == code(&stub)
        {
            return Ok((text, words(commit)));
        }
    }
    Ok((stub, words(checks)))
}

/// A file as a commit has it, with the line ends that git gives to files here.
fn at(workspace: &Workspace, commit: &str, file: &str) -> anyhow::Result<Vec<u8>> {
    let blob = format!("{commit}:./{file}");
    let text = workspace.git(&["cat-file", "--filters", &blob], Stdio::null());
    text.with_context(|| format!("could not take {file} from git ({commit})"))
}

/// What is not documentation.
fn code(text: &[u8]) -> Vec<String> {
    let text = String::from_utf8_lossy(text);
    let lines = text.lines().map(str::trim).filter(|line| !line.is_empty());
    lines.filter(|line| !line.starts_with("//!") && !line.starts_with("///")).map(str::to_owned).collect()
}

/// An error if a link leads from the workspace to where the file would be written.
fn ensure_inside(workspace: &Workspace, file: &Path) -> anyhow::Result<()> {
    let folder = file.parent().context("it is in no folder")?;
    let inside = folder.canonicalize()?.starts_with(workspace.root.canonicalize()?);
    ensure!(inside, "{} leads out of the workspace; nothing was changed", workspace.relative(folder));
    Ok(())
}
