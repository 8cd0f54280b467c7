//! An exercise, as cargo's metadata and its own files describe it.

use anyhow::Context as _;
use cargo_metadata::{Package, Target};
use grading_contract::{CheckReport, Verdict};
use serde_json::Value;
use std::{
    collections::BTreeSet,
    fs,
    path::{Path, PathBuf},
};
use support::cargo::parse_exercise;

/// How many hints each exercise has.
pub(crate) const HINTS: u8 = 3;

/// What stands before the task in the documentation of the learner's file.
const TASK: &str = "**Your task:**";

/// How many sentences of the task are enough to know what it is about.
const SENTENCES: usize = 2;

/// An exercise.
#[derive(Debug)]
pub struct Exercise {
    pub(crate) package: String,
    pub(crate) package_folder: PathBuf,
    /// The folders of all packages of the workspace that are built for it, its own among them.
    pub(crate) packages: BTreeSet<PathBuf>,
    /// The name of its test target: `ex2_5_half_close`.
    pub target: String,
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
        let (stage, number, name) = parse_exercise(&target.name).filter(|_| target.is_test())?;
        let folder: PathBuf = target.src_path.parent()?.into();
        let grader = text_of(target.src_path.as_std_path());
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
        checks_in(&text_of(&self.grader()))
    }

    /// Its hints as Markdown, each with its heading; the one that gives away least comes first.
    ///
    /// # Errors
    ///
    /// When they cannot be read.
    pub fn hints(&self) -> anyhow::Result<Vec<String>> {
        let hints = fs::read_to_string(self.folder.join("hints.md"));
        Ok(hints_in(&hints.with_context(|| format!("could not read the hints for {}", self.name))?))
    }
}

/// What it says of itself: its task, its functions, the section that asks for it, and our solution.
impl Exercise {
    /// The first sentences of the task, as Markdown; `None` if the learner has removed it.
    #[must_use]
    pub fn task(&self) -> Option<String> {
        task_in(&text_of(&self.file()))
    }

    /// The public functions of the learner's file, a signature each.
    #[must_use]
    pub fn signatures(&self) -> Vec<String> {
        signatures_in(&text_of(&self.file()))
    }

    /// The page that asks for it, from the book's `src`: `2-echo/half-close.md`. The exercise's checks name it.
    #[must_use]
    pub fn section(&self) -> Option<String> {
        let grader = text_of(&self.grader());
        let (_, rest) = grader.split_once("(book/src/")?;
        Some(rest.split_once(')')?.0.to_owned())
    }

    /// What is in the learner's file, and in ours.
    ///
    /// # Errors
    ///
    /// When they cannot be read.
    pub fn answers(&self) -> anyhow::Result<(String, String)> {
        let read = |name| {
            let text = fs::read_to_string(self.folder.join(name));
            text.with_context(|| format!("could not read {name} of {}", self.name))
        };
        Ok((read("exercise.rs")?, read("solution.rs")?))
    }
}

/// What is in a file; `None` if it cannot be read, or is no ordinary file: a pipe could have us wait without end.
pub(crate) fn read(file: &Path) -> Option<Vec<u8>> {
    fs::metadata(file).is_ok_and(|about| about.is_file()).then(|| fs::read(file).ok())?
}

/// The same as a text; an empty one if there is nothing.
pub(crate) fn text_of(file: &Path) -> String {
    String::from_utf8_lossy(&read(file).unwrap_or_default()).into_owned()
}

/// The sections of a hints.md, each with its heading.
fn hints_in(hints: &str) -> Vec<String> {
    let sections = hints.split("\n## ").skip(1);
    sections.map(|section| format!("## {}", section.trim_end())).collect()
}

/// The names of the checks in the text of a grade.rs: test functions at the top level.
pub(crate) fn checks_in(grader: &str) -> Vec<String> {
    let mut names = Vec::new();
    let mut lines = grader.lines();
    while lines.any(|line| line.starts_with("#[test]")) {
        let function = lines.by_ref().find(|line| !line.starts_with("#["));
        let name = function.and_then(|line| line.strip_prefix("fn ")?.split_once('('));
        names.extend(name.map(|(name, _)| name.to_owned()));
    }
    names
}

/// What the checks of one exercise are worth: a point each, unless `package.metadata.grade.points` says otherwise:
/// `half_close = 2` for each check, `half_close = { CHECK = 3 }` for some.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Points(Value);

impl Points {
    pub(crate) fn of(metadata: &Value, exercise: &str) -> Self {
        Self(metadata["grade"]["points"][exercise].clone())
    }

    pub(crate) fn worth(&self, check: &str) -> u64 {
        self.0.as_u64().or_else(|| self.0[check].as_u64()).unwrap_or(1)
    }

    pub(crate) fn earned(&self, check: &CheckReport) -> u64 {
        if check.verdict == Verdict::Passed { self.worth(&check.name) } else { 0 }
    }

    /// The checks that are given points of their own.
    pub(crate) fn named(&self) -> impl Iterator<Item = &str> {
        self.0.as_object().into_iter().flatten().map(|(check, _)| check.as_str())
    }
}

fn task_in(text: &str) -> Option<String> {
    let lines = text.lines().map_while(|line| line.strip_prefix("//!")).map(str::trim);
    let task = lines.skip_while(|line| !line.starts_with(TASK)).take_while(|line| !line.is_empty());
    let task = task.collect::<Vec<_>>().join(" ");
    let task = task.strip_prefix(TASK)?.trim();
    let ends = task.match_indices(['.', '?']).map(|(at, _)| at + 1);
    let ends = ends.filter(|end| task[*end..].is_empty() || task[*end..].starts_with(' ')).take(SENTENCES);
    // A sentence that ends in a colon needs what follows.
    ends.last().map(|end| task[..end].to_owned()).filter(|task| !task.is_empty())
}

/// The lines from each `pub fn` to its `{`.
fn signatures_in(text: &str) -> Vec<String> {
    let lines: Vec<_> = text.lines().collect();
    let is_public = |line: &str| line.starts_with("pub fn ") || line.starts_with("pub async fn ");
    let starts = (0..lines.len()).filter(|start| is_public(lines[*start].trim_start()));
    let signatures = starts.map(|start| {
        let (lines, indent) = (&lines[start..], lines[start].len() - lines[start].trim_start().len());
        let last = lines.iter().position(|line| line.trim_end().ends_with(['{', '}']));
        let signature = lines.iter().take(last.map_or(lines.len(), |last| last + 1));
        let signature: Vec<_> =
            signature.map(|line| line.get(indent..).unwrap_or(line.trim_start())).collect();
        signature.join("\n").trim_end_matches(['{', '}', ' ']).trim_end().to_owned()
    });
    signatures.collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn a_check_is_a_test_function_at_the_top_level() {
        let grader = "#[test]\nfn one() {\n    #[test]\n    fn inner() {}\n}\n\n\
                      #[test]\n#[cfg(unix)]\nfn two() {}\n\nfn helper() {}\n";
        assert_eq!(checks_in(grader), ["one", "two"]);
    }

    #[test]
    fn each_section_of_the_hints_is_a_hint() {
        let hints = "# Title\n\n## A nudge\n\nLook.\n\n## The idea\n\nThink.\n";
        assert_eq!(hints_in(hints), ["## A nudge\n\nLook.", "## The idea\n\nThink."]);
    }

    #[test]
    fn a_check_is_worth_one_point_unless_the_manifest_says_otherwise() {
        let metadata = json!({"grade": {"points": {"double": 2, "mixed": {"hard": 3}}}});
        assert_eq!(Points::of(&Value::Null, "any").worth("check"), 1);
        assert_eq!(Points::of(&metadata, "double").worth("check"), 2);
        let mixed = Points::of(&metadata, "mixed");
        assert_eq!((mixed.worth("hard"), mixed.worth("other")), (3, 1));
    }

    #[test]
    fn the_first_two_sentences_of_the_task_are_what_it_is_about() {
        let text = "//! # Title\n//!\n//! Why.\n//!\n//! **Your task:** send `1.5` to all. Return how\n//! many. And more.\n//!\n//! You will.\n";
        assert_eq!(task_in(text).as_deref(), Some("send `1.5` to all. Return how many."));
        let colon = "//! **Your task:** return the next client. It takes one, or an error:\n//!\n//! - a\n";
        assert_eq!(task_in(colon).as_deref(), Some("return the next client."));
        assert_eq!(task_in("fn mine() {}\n"), None);
    }

    #[test]
    fn a_signature_ends_before_the_body() {
        let text = "/// Does.\npub fn one(a: u8) -> u8 {\n    todo!()\n}\nfn private() {}\nimpl A {\n    pub async fn two(\n        &self,\n    ) -> u8\n    where\n        A: B,\n    {\n    }\n}\n";
        assert_eq!(
            signatures_in(text),
            ["pub fn one(a: u8) -> u8", "pub async fn two(\n    &self,\n) -> u8\nwhere\n    A: B,"]
        );
    }
}
