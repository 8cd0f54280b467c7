//! The workspace and its exercises, as cargo knows them (there is no other list), and what git knows of them.

use crate::exercise::Exercise;
use anyhow::{Context as _, anyhow, bail};
use cargo_metadata::{DependencyKind, Package};
use std::{
    collections::BTreeSet,
    io::ErrorKind,
    path::{Path, PathBuf},
    process::{Command, Stdio},
};
use support::cargo::workspace_metadata;

/// A workspace with exercises.
#[derive(Debug)]
pub struct Workspace {
    /// Its folder.
    pub root: PathBuf,
    /// Where cargo puts what it builds.
    pub(crate) target: PathBuf,
    /// In the order of their stages and numbers.
    pub exercises: Vec<Exercise>,
}

impl Workspace {
    /// The workspace around a folder, with or without exercises.
    ///
    /// # Errors
    ///
    /// When cargo finds none, or cannot read it.
    pub fn of(root: &Path) -> anyhow::Result<Self> {
        let metadata = workspace_metadata(root);
        let metadata = metadata.context("could not read the workspace; run this inside of it")?;
        let mut exercises = Vec::new();
        for package in &metadata.packages {
            let packages = built_for(package, &metadata.packages);
            let of_package = package.targets.iter().filter_map(|target| Exercise::of(package, target));
            exercises.extend(of_package.map(|exercise| Exercise { packages: packages.clone(), ..exercise }));
        }
        exercises.sort_by_key(|exercise| (exercise.stage, exercise.number));
        Ok(Self { root: metadata.workspace_root.into(), target: metadata.target_directory.into(), exercises })
    }

    /// A path as people write it: from the workspace's root, with slashes.
    pub(crate) fn relative(&self, path: &Path) -> String {
        let path = path.strip_prefix(&self.root).unwrap_or(path);
        path.to_string_lossy().replace('\\', "/")
    }

    /// What git answers here, with this as its standard input; an error is what git says is wrong, on one line.
    pub(crate) fn git(&self, arguments: &[&str], stdin: impl Into<Stdio>) -> anyhow::Result<Vec<u8>> {
        let mut command = Command::new("git");
        command.current_dir(&self.root).args(arguments).env("LC_ALL", "C").stdin(stdin);
        let output = command.output().map_err(|error| match error.kind() {
            ErrorKind::NotFound => anyhow!("git is not installed, or not on the PATH"),
            _ => anyhow::Error::new(error).context("could not start git"),
        })?;
        if output.status.success() {
            return Ok(output.stdout);
        }
        let words = String::from_utf8_lossy(&output.stderr);
        // It says how to trust a folder in a line of its own.
        if let Some(remedy) = words.lines().find(|line| line.contains("safe.directory")) {
            return Err(Distrust(remedy.trim().to_owned()).into());
        }
        let words = words.lines().next().unwrap_or("git does not say why").trim_start_matches("fatal: ");
        bail!("{}", words.trim_end_matches('.'))
    }

    /// The same, of an answer that is a text.
    pub(crate) fn git_text(&self, arguments: &[&str]) -> anyhow::Result<String> {
        Ok(String::from_utf8_lossy(&self.git(arguments, Stdio::null())?).trim_end().to_owned())
    }
}

/// Git does not look into a folder that belongs to somebody else, since what is in there can have it run programs.
#[derive(Debug, thiserror::Error)]
#[error("git does not trust this folder, because it belongs to another user; if you do: {0}")]
pub(crate) struct Distrust(String);

/// The folders of the packages that are built for the tests of one: its own, and those of all that it uses.
fn built_for(package: &Package, all: &[Package]) -> BTreeSet<PathBuf> {
    let (mut folders, mut open) = (BTreeSet::new(), vec![package]);
    while let Some(next) = open.pop() {
        let folder = next.manifest_path.parent().map(PathBuf::from);
        if folder.is_none_or(|folder| !folders.insert(folder)) {
            continue;
        }
        // What only the tests of another package use is not built.
        let tests = next.id == package.id;
        let used = next.dependencies.iter().filter(|used| tests || used.kind != DependencyKind::Development);
        let used = used.filter_map(|used| Some(used.path.as_ref()?.join("Cargo.toml")));
        open.extend(used.filter_map(|manifest| all.iter().find(|package| package.manifest_path == manifest)));
    }
    folders
}
