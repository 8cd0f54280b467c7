//! An exercise, as cargo's metadata and its own files describe it.

use crate::checks::{Points, named_in};
use cargo_metadata::{Package, Target};
use std::{collections::BTreeSet, fs, path::PathBuf};

/// An exercise.
#[derive(Debug)]
pub struct Exercise {
    pub(crate) package: String,
    pub(crate) package_folder: PathBuf,
    /// The folders of all packages of the workspace that are built for it, its own among them.
    pub(crate) packages: BTreeSet<PathBuf>,
    pub(crate) target: String,
    pub(crate) stage: u32,
    pub(crate) number: u32,
    /// What is left of the target's name, and the name of its folder: `half_close`.
    pub(crate) name: String,
    pub(crate) title: String,
    /// Where grade.rs is.
    pub(crate) folder: PathBuf,
    /// Whether plain `cargo test` would compile it, which it must not.
    pub(crate) tested_by_default: bool,
    pub(crate) points: Points,
}

impl Exercise {
    /// The exercise that a target is; `None` if it is something else.
    pub(crate) fn of(package: &Package, target: &Target) -> Option<Self> {
        let (stage, number, name) = parts(&target.name).filter(|_| target.is_test())?;
        let folder: PathBuf = target.src_path.parent()?.into();
        let grader = fs::read_to_string(&target.src_path).unwrap_or_default();
        let title = grader.lines().find_map(|line| line.strip_prefix("//! ")).unwrap_or(name);
        Some(Self {
            package: package.name.to_string(),
            package_folder: package.manifest_path.parent()?.into(),
            packages: BTreeSet::new(),
            target: target.name.clone(),
            stage,
            number,
            name: name.to_owned(),
            title: title.trim_end_matches('.').to_owned(),
            folder,
            tested_by_default: target.test,
            points: Points::of(&package.metadata, name),
        })
    }

    /// `2.5`
    pub(crate) fn place(&self) -> String {
        format!("{}.{}", self.stage, self.number)
    }

    /// The name of its test target: `ex2_5_half_close`.
    #[must_use]
    pub fn target(&self) -> &str {
        &self.target
    }

    /// The learner's file.
    #[must_use]
    pub fn file(&self) -> PathBuf {
        self.folder.join("exercise.rs")
    }

    /// The file with its checks.
    #[must_use]
    pub fn grader(&self) -> PathBuf {
        self.folder.join("grade.rs")
    }

    /// The names of its checks as grade.rs has them, for when there is no program to list them.
    pub(crate) fn checks(&self) -> Vec<String> {
        named_in(&fs::read_to_string(self.grader()).unwrap_or_default())
    }
}

/// The stage, the number and the name in `ex2_5_half_close`.
pub(crate) fn parts(target: &str) -> Option<(u32, u32, &str)> {
    let (stage, rest) = target.strip_prefix("ex")?.split_once('_')?;
    let (number, name) = rest.split_once('_')?;
    Some((stage.parse().ok()?, number.parse().ok()?, name))
}

#[cfg(test)]
mod tests {
    use super::parts;

    #[test]
    fn a_target_is_an_exercise_if_its_name_says_so() {
        assert_eq!(parts("ex2_5_half_close"), Some((2, 5, "half_close")));
        for other in ["examples", "ex_5_half", "ex2_half", "command_line", "ex2_5"] {
            assert_eq!(parts(other), None, "{other}");
        }
    }
}
