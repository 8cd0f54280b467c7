//! The workspace and its exercises, as cargo knows them: there is no other list.

use crate::exercise::Exercise;
use anyhow::{Context as _, ensure};
use cargo_metadata::{DependencyKind, MetadataCommand, Package};
use std::{
    collections::BTreeSet,
    path::{Path, PathBuf},
};
use support::cargo::workspace_metadata;

/// A workspace with exercises.
#[derive(Debug)]
pub struct Workspace {
    pub(crate) root: PathBuf,
    /// Where cargo puts what it builds.
    pub(crate) target: PathBuf,
    /// In the order of their stages and numbers.
    pub(crate) exercises: Vec<Exercise>,
}

impl Workspace {
    /// The workspace around the current folder.
    pub(crate) fn here() -> anyhow::Result<Self> {
        let workspace = Self::load(&mut MetadataCommand::new())?;
        ensure!(!workspace.exercises.is_empty(), "there are no exercises in {}", workspace.root.display());
        Ok(workspace)
    }

    /// The workspace in a folder, with or without exercises.
    ///
    /// # Errors
    ///
    /// When cargo finds none, or cannot read it.
    pub fn of(root: &Path) -> anyhow::Result<Self> {
        Self::load(MetadataCommand::new().current_dir(root))
    }

    /// In the order of their stages and numbers.
    #[must_use]
    pub fn exercises(&self) -> &[Exercise] {
        &self.exercises
    }

    /// The workspace in a folder, built elsewhere.
    pub(crate) fn at(root: &Path, target: &Path) -> anyhow::Result<Self> {
        Self::load(MetadataCommand::new().current_dir(root).env("CARGO_TARGET_DIR", target))
    }

    fn load(command: &mut MetadataCommand) -> anyhow::Result<Self> {
        let metadata = workspace_metadata(command);
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
}

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
