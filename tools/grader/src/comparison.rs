//! Comparing the files that judge with those in git.
//!
//! Git's own `diff` believes what the index says about a file, which everybody can tell to look away. So the names that
//! git gives to the contents are compared: those in the commit, and those of the files as they are.

use crate::{
    git::{git, git_text},
    workspace::Workspace,
};
use anyhow::Context as _;
use std::collections::{BTreeMap, BTreeSet};

/// What has a say in every verdict: folders with all that is in them, and files.
pub(crate) const COMMON: [&str; 6] =
    [".cargo", "Cargo.toml", "rust-toolchain", "rust-toolchain.toml", "tools/grader", "tools/testkit"];

/// What cargo and rustup find without being told, so that a file which git does not know has a say as well.
const FOUND: [&str; 6] = [
    ".cargo/config",
    ".cargo/config.toml",
    "rust-toolchain",
    "rust-toolchain.toml",
    "tools/grader/build.rs",
    "tools/testkit/build.rs",
];

/// The files that judge, compared with a commit.
#[derive(Debug)]
pub(crate) struct Comparison {
    /// As it was asked for: `HEAD`.
    pub(crate) against: String,
    /// What was found, or why nothing can be.
    pub(crate) result: Result<Compared, String>,
}

/// What a comparison has found.
#[derive(Debug)]
pub(crate) struct Compared {
    /// The name of the commit.
    pub(crate) commit: String,
    /// The files that differ, from the workspace's root.
    pub(crate) changed: BTreeSet<String>,
}

impl Comparison {
    /// Compares with the commit that was asked for, or else with HEAD, if there is one.
    pub(crate) fn with(workspace: &Workspace, asked: Option<&str>) -> anyhow::Result<Self> {
        let against = asked.unwrap_or("HEAD");
        let result = match compare(workspace, against) {
            // Who asks for it wants no grades without it.
            Err(error) if asked.is_some() => return Err(error.context("could not compare the checks")),
            result => result.map_err(|error| format!("{error:#}")),
        };
        Ok(Self { against: against.to_owned(), result })
    }
}

fn compare(workspace: &Workspace, against: &str) -> anyhow::Result<Compared> {
    let revision = format!("{against}^{{commit}}");
    let commit = git_text(&workspace.root, &["rev-parse", "--verify", "--quiet", &revision]);
    let commit = commit.with_context(|| format!("there is no commit {against}"))?;
    let (mut files, mut folders) = (FOUND.map(str::to_owned).to_vec(), COMMON.map(str::to_owned).to_vec());
    for exercise in &workspace.exercises {
        let package = workspace.relative(&exercise.package_folder);
        files.extend([format!("{package}/Cargo.toml"), format!("{package}/build.rs")]);
        folders.push(workspace.relative(&exercise.folder));
    }
    folders.extend_from_slice(&files);
    let there = there(workspace, &commit, &folders)?;
    anyhow::ensure!(there.contains_key("Cargo.toml"), "this folder is not in the commit {against}");
    files.extend(there.keys().filter(|file| judges(file)).cloned());
    let here = here(workspace, &files)?;
    let changed = files.into_iter().filter(|file| there.get(file) != here.get(file)).collect();
    Ok(Compared { commit, changed })
}

/// Of an exercise's folder, all but what is the learner's or only for reading.
fn judges(file: &str) -> bool {
    let reading = ["/exercise.rs", "/solution.rs", "/hints.md"];
    !reading.iter().any(|name| file.ends_with(name))
        && !["/wrong/", "/also_right/"].iter().any(|folder| file.contains(folder))
}

/// The files of a commit, each with the name of its content.
fn there(workspace: &Workspace, commit: &str, paths: &[String]) -> anyhow::Result<BTreeMap<String, String>> {
    let mut arguments = vec!["ls-tree", "-r", "-z", commit, "--"];
    arguments.extend(paths.iter().map(String::as_str));
    let listed = git(&workspace.root, &arguments, String::new())?;
    // Each entry is `mode blob name<TAB>path`.
    let listed = String::from_utf8_lossy(&listed);
    let entries = listed.split('\0').filter_map(|entry| entry.split_once('\t'));
    Ok(entries.filter_map(|(about, path)| Some((path.into(), about.rsplit(' ').next()?.into()))).collect())
}

/// The files that are here, each with the name that git would give to its content.
fn here(workspace: &Workspace, files: &[String]) -> anyhow::Result<BTreeMap<String, String>> {
    let here: Vec<_> = files.iter().filter(|file| workspace.root.join(file).is_file()).collect();
    let input = here.iter().map(|file| file.as_str()).collect::<Vec<_>>().join("\n");
    let names = git(&workspace.root, &["hash-object", "--stdin-paths"], input)?;
    let names = String::from_utf8(names).context("git did not answer in text")?;
    Ok(here.into_iter().cloned().zip(names.lines().map(str::to_owned)).collect())
}
