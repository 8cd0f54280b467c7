//! What can stand in exercise.rs, and what was verified of each exercise: a table, with all that is wrong below.

use crate::{exercise::Exercise, text_report::sign};
use grading_contract::Verdict;
use std::{
    fs,
    path::{Path, PathBuf},
};
use support::Console;

/// The line in a wrong answer that names the check which must reject it.
const REJECTED_BY: &str = "//! Rejected by: ";

/// What a fact is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum About {
    Form,
    Stub,
    Solution,
    AlsoRight,
    Wrong,
    Isolation,
}

/// One of the things that can stand in exercise.rs.
#[derive(Debug)]
pub(super) struct Variant {
    pub(super) about: About,
    pub(super) file: PathBuf,
}

impl Variant {
    /// All that an exercise has, in the order in which they are tried.
    pub(super) fn all(exercise: &Exercise) -> Vec<Self> {
        let files = [
            (About::Stub, vec![exercise.file()]),
            (About::Solution, vec![exercise.folder.join("solution.rs")]),
            (About::AlsoRight, beside(exercise, "also_right", "rs")),
            (About::Wrong, beside(exercise, "wrong", "rs")),
        ];
        let all = files
            .into_iter()
            .flat_map(|(about, files)| files.into_iter().map(move |file| Self { about, file }));
        all.filter(|variant| variant.file.exists()).collect()
    }

    /// In words: `wrong/never_ends.rs`.
    pub(super) fn name(&self) -> String {
        match self.about {
            About::Stub => "the stub".into(),
            About::Solution => "the solution".into(),
            About::AlsoRight => format!("also_right/{}", file_name(&self.file)),
            _ => format!("wrong/{}", file_name(&self.file)),
        }
    }
}

/// The check that must reject a wrong answer.
pub(super) fn rejected_by(wrong: &Path) -> Option<String> {
    let text = fs::read_to_string(wrong).ok()?;
    let check = text.lines().find_map(|line| line.strip_prefix(REJECTED_BY))?;
    Some(check.trim().trim_matches('`').to_owned())
}

/// The last part of a path, as people read it.
pub(super) fn file_name(path: &Path) -> String {
    path.file_name().unwrap_or_default().to_string_lossy().into_owned()
}

/// The files of a kind in a folder of an exercise: the correct answers in another style (`also_right`), the wrong answers,
/// the messages that were reviewed (`feedback`).
pub(super) fn beside(exercise: &Exercise, folder: &str, extension: &str) -> Vec<PathBuf> {
    let files = fs::read_dir(exercise.folder.join(folder)).into_iter().flatten().flatten();
    let mut files: Vec<_> = files.map(|entry| entry.path()).collect();
    files.retain(|file| file.extension().is_some_and(|it| it == extension));
    files.sort();
    files
}

/// Something that has to hold.
#[derive(Debug)]
pub(super) struct Fact {
    /// The name of the exercise.
    pub(super) exercise: String,
    pub(super) about: About,
    /// In words: `wrong/never_ends.rs`.
    pub(super) what: String,
    /// Why it does not hold; nothing if it does.
    pub(super) problems: Vec<String>,
}

impl Fact {
    fn holds(&self) -> bool {
        self.problems.is_empty()
    }
}

/// Shows the table and the problems; whether there are none.
pub(super) fn print(asked: &[&Exercise], facts: &[Fact], console: &mut Console) -> anyhow::Result<bool> {
    let room = asked.iter().map(|exercise| exercise.target.len()).max().unwrap_or_default();
    console.line(&format!("{:<room$}  form  stub  solution  also right  wrong", "exercise"))?;
    for exercise in asked {
        let cell = |about| cell(facts, &exercise.name, about);
        let (form, stub) = (cell(About::Form), cell(About::Stub));
        let (solution, also_right) = (cell(About::Solution), cell(About::AlsoRight));
        let row = format!("{form:<4}  {stub:<4}  {solution:<8}  {also_right:<10}  {}", cell(About::Wrong));
        console.line(&format!("{:<room$}  {row}", exercise.target))?;
    }
    for fact in facts.iter().filter(|fact| !fact.holds()) {
        console.line(&format!("\n{} {}: {}", sign(Verdict::Failed).0, fact.exercise, fact.what))?;
        for problem in &fact.problems {
            console.verbatim(problem)?;
        }
    }
    let passed = facts.iter().filter(|fact| fact.holds()).count();
    console.line(&format!("\n{passed} passed, {} failed", facts.len() - passed))?;
    Ok(passed == facts.len())
}

/// `✓`, `✓ 3`, or `✗ 2 of 3`.
fn cell(facts: &[Fact], exercise: &str, about: About) -> String {
    let facts: Vec<_> =
        facts.iter().filter(|fact| fact.exercise == exercise && fact.about == about).collect();
    let good = facts.iter().filter(|fact| fact.holds()).count();
    let several = matches!(about, About::AlsoRight | About::Wrong);
    match (facts.len(), good) {
        (0, _) => "none".into(),
        (1, 1) if !several => "✓".into(),
        (1, 0) if !several => "✗".into(),
        (all, good) if all == good => format!("✓ {all}"),
        (all, good) => format!("✗ {good} of {all}"),
    }
}
