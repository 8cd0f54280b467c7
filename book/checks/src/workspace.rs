//! What the commands of the book can name: programs, tests, exercises.

use crate::problem::{path_from, read};
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
    /// The commands that `.cargo/config.toml` adds to cargo's.
    pub(crate) aliases: BTreeSet<String>,
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
    /// When cargo does not know the workspace, or its configuration cannot be read.
    pub fn read(root: &Path) -> anyhow::Result<Self> {
        let metadata = workspace_metadata(root)?;
        let aliases = aliases(&read(&root.join(".cargo/config.toml"))?);
        let mut workspace = Self { target: metadata.target_directory.into(), aliases, ..Self::default() };
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

/// The names in the section `[alias]`.
fn aliases(config: &str) -> BTreeSet<String> {
    let section = config.lines().skip_while(|line| line.trim() != "[alias]").skip(1);
    let section = section.take_while(|line| !line.starts_with('['));
    section.filter_map(|line| Some(line.split_once('=')?.0.trim().to_owned())).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn aliases_are_what_stands_in_their_section() {
        let config = "[env]\nX = 1\n\n# Names.\n[alias]\nwire = \"run\"\nbook = \"run\"\n[build]\njobs = 1\n";
        assert_eq!(aliases(config), ["book", "wire"].map(str::to_owned).into());
    }
}
