//! What the commands of the book can name: programs, tests, exercises.

use anyhow::Context as _;
use std::{
    collections::{BTreeMap, BTreeSet},
    fs,
    path::Path,
};
use support::cargo::{MetadataCommand, parse_exercise, workspace_metadata};

/// The names that this workspace has.
#[derive(Debug, Default)]
pub struct Workspace {
    /// The packages.
    pub(crate) packages: BTreeSet<String>,
    /// Those that have a program of the same name.
    pub(crate) programs: BTreeSet<String>,
    /// Those of `cargo run --example`, each with its package.
    pub(crate) examples: BTreeMap<String, String>,
    /// The targets of `cargo test --test`, each with its package.
    pub(crate) tests: BTreeMap<String, String>,
    /// The folder of each of them, from the root of the workspace, with slashes.
    pub(crate) folders: BTreeMap<String, String>,
    /// The commands that `.cargo/config.toml` adds to cargo's.
    pub(crate) aliases: BTreeSet<String>,
}

impl Workspace {
    /// Asks cargo.
    ///
    /// # Errors
    ///
    /// When cargo does not know the workspace, or its configuration cannot be read.
    pub fn read(root: &Path) -> anyhow::Result<Self> {
        let metadata = workspace_metadata(MetadataCommand::new().manifest_path(root.join("Cargo.toml")))?;
        let config = root.join(".cargo/config.toml");
        let config =
            fs::read_to_string(&config).with_context(|| format!("could not read {}", config.display()))?;
        let mut workspace = Self { aliases: aliases(&config), ..Self::default() };
        for package in metadata.packages {
            let name = package.name.to_string();
            for target in package.targets {
                if target.is_test() {
                    let folder =
                        folder_of(target.src_path.as_std_path(), metadata.workspace_root.as_std_path());
                    workspace.folders.insert(target.name.clone(), folder);
                    workspace.tests.insert(target.name, name.clone());
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

    /// The folder in which a test is: `stages/02-echo/exercises/half_close`.
    pub(crate) fn folder(&self, test: &str) -> Option<&str> {
        self.folders.get(test).map(String::as_str)
    }

    /// The exercises: the tests that are called `ex2_5_half_close`, each with its stage.
    pub(crate) fn exercises(&self) -> impl Iterator<Item = (&str, u32)> {
        self.tests.keys().filter_map(|test| Some((test.as_str(), parse_exercise(test)?.0)))
    }
}

/// The folder of a file, from another folder.
fn folder_of(file: &Path, root: &Path) -> String {
    let folder = file.parent().unwrap_or(file);
    let names = folder.strip_prefix(root).unwrap_or(folder).iter();
    names.map(|name| name.to_string_lossy()).collect::<Vec<_>>().join("/")
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
