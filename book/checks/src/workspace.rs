//! What the commands of the book can name: programs, tests, exercises.

use crate::problem::path_from;
use std::{
    collections::{BTreeMap, BTreeSet},
    path::{Path, PathBuf},
};
use support::cargo::{parse_exercise, workspace_metadata};

/// The names that this workspace has, and where cargo puts what it builds.
#[derive(Debug, Default)]
pub struct Workspace {
    /// Cargo's folder.
    pub target: PathBuf,
    /// The packages.
    pub(crate) packages: BTreeSet<String>,
    /// Those that have a program of the same name.
    pub(crate) programs: BTreeSet<String>,
    /// Those of `cargo run --example`, each with its package.
    pub(crate) examples: BTreeMap<String, String>,
    /// The targets of `cargo test --test`.
    pub(crate) tests: BTreeMap<String, Test>,
}

/// Where a test is.
#[derive(Debug)]
pub(crate) struct Test {
    pub(crate) package: String,
    /// From the root of the workspace, with slashes: `stages/02-echo/exercises/half_close`.
    pub(crate) folder: String,
}

impl Workspace {
    /// Asks cargo.
    ///
    /// # Errors
    ///
    /// When cargo does not know the workspace.
    pub fn read(root: &Path) -> anyhow::Result<Self> {
        let metadata = workspace_metadata(root)?;
        let mut workspace = Self { target: metadata.target_directory.into(), ..Self::default() };
        for package in metadata.packages {
            let name = package.name.to_string();
            for target in package.targets {
                if target.is_test() {
                    let file = target.src_path.as_std_path();
                    let folder =
                        path_from(metadata.workspace_root.as_std_path(), file.parent().unwrap_or(file));
                    workspace.tests.insert(target.name, Test { package: name.clone(), folder });
                } else if target.is_example() {
                    workspace.examples.insert(target.name, name.clone());
                } else if target.is_bin() && target.name == name {
                    workspace.programs.insert(target.name);
                }
            }
            workspace.packages.insert(name);
        }
        Ok(workspace)
    }

    /// The exercises: the tests that are called `ex2_5_half_close`, each with its stage.
    pub(crate) fn exercises(&self) -> impl Iterator<Item = (&str, u32)> {
        self.tests.keys().filter_map(|test| Some((test.as_str(), parse_exercise(test)?.0)))
    }
}
