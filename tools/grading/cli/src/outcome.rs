//! What grading an exercise has found out, and the last verdict on it, kept below cargo's target folder: which exercise is next?

use crate::{
    exercise::{Exercise, read},
    workspace::Workspace,
};
use grading_contract::{CheckReport, Verdict};
use serde::{Deserialize, Serialize};
use serde_json::Value;
use std::{
    fs,
    hash::{BuildHasher as _, BuildHasherDefault, DefaultHasher, Hash},
    io,
    path::PathBuf,
    time::Duration,
};
use tempfile::NamedTempFile;

/// The version of docs/grading/schema.json. It grows when a program that reads the grades would have to change.
pub(crate) const SCHEMA: u32 = 2;

/// How an exercise stands.
#[derive(Debug, Clone)]
pub(crate) struct Outcome<'a> {
    pub(crate) exercise: &'a Exercise,
    pub(crate) verdict: Verdict,
    /// Why no check was run: what rustc says, or which file has changed.
    pub(crate) reasons: Vec<String>,
    pub(crate) checks: Vec<CheckReport>,
    /// What became of the learner's own tests, if there are any.
    pub(crate) own_tests: Option<OwnTests>,
    /// The end of what the learner's code printed while the checks ran.
    pub(crate) printed: String,
    pub(crate) time: Duration,
}

/// What became of the tests that learners write into their own file.
#[derive(Debug, Default, Clone, PartialEq, Eq, Serialize)]
pub(crate) struct OwnTests {
    pub(crate) passed: usize,
    /// Those that did not pass, with those that were not done in time.
    pub(crate) failed: usize,
    /// What the ones that failed said.
    pub(crate) output: String,
}

impl<'a> Outcome<'a> {
    /// Of an exercise whose checks were not run.
    pub(crate) fn without_a_run(
        exercise: &'a Exercise,
        verdict: Verdict,
        reasons: Vec<String>,
        checks: Vec<String>,
    ) -> Self {
        let check = |name| CheckReport { name, verdict, message: String::new() };
        Self {
            exercise,
            verdict,
            reasons,
            checks: checks.into_iter().map(check).collect(),
            own_tests: None,
            printed: String::new(),
            time: Duration::ZERO,
        }
    }

    pub(crate) fn passed(&self) -> bool {
        self.verdict == Verdict::Passed
    }

    pub(crate) fn points(&self) -> u64 {
        self.checks.iter().map(|check| self.exercise.points.earned(check)).sum()
    }

    pub(crate) fn maximum(&self) -> u64 {
        self.checks.iter().map(|check| self.exercise.points.worth(&check.name)).sum()
    }
}

/// A verdict, and the contents that it is about: it counts only while the files are the same. It is for showing progress: a
/// grade is never taken from here.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct CachedVerdict {
    /// The fingerprint of the files.
    pub fingerprint: u64,
    /// As in docs/grading/schema.json.
    pub exercise: Value,
}

impl CachedVerdict {
    /// The one that was kept last, if there is one.
    #[must_use]
    pub fn load(workspace: &Workspace, exercise: &Exercise) -> Option<Self> {
        let text = fs::read(file(workspace, exercise)).ok()?;
        serde_json::from_slice(&text)
            .ok()
            .filter(|cached: &Self| cached.exercise["target"] == exercise.target)
    }

    /// Keeps it in the place of the last one.
    pub(crate) fn store(&self, workspace: &Workspace, exercise: &Exercise) -> io::Result<()> {
        let file = file(workspace, exercise);
        let folder = file.parent().unwrap_or(&workspace.target);
        fs::create_dir_all(folder)?;
        // A terminal and a page may do this at the same time, and nobody must read half of it.
        let new = NamedTempFile::new_in(folder)?;
        fs::write(new.path(), serde_json::to_vec(self)?)?;
        new.persist(file)?;
        Ok(())
    }
}

/// The first exercise that has not passed, in the order of the book. One that was not graded now counts as it was graded
/// last, if its files have not changed since.
pub(crate) fn next<'a>(workspace: &'a Workspace, outcomes: &[Outcome<'a>]) -> Option<&'a Exercise> {
    workspace.exercises.iter().find(|exercise| {
        let now = outcomes.iter().find(|outcome| outcome.exercise.target == exercise.target);
        !now.map_or_else(|| has_passed(workspace, exercise), Outcome::passed)
    })
}

/// Whether the exercise, as its files are now, is known to have passed.
fn has_passed(workspace: &Workspace, exercise: &Exercise) -> bool {
    CachedVerdict::load(workspace, exercise).is_some_and(|cached| {
        cached.exercise["verdict"] == "passed" && cached.fingerprint == fingerprint(exercise)
    })
}

/// Another number for other files: the learner's, and the one with the checks.
#[must_use]
pub fn fingerprint(exercise: &Exercise) -> u64 {
    hash((SCHEMA, [exercise.file(), exercise.grader()].map(|file| read(&file))))
}

/// Several clones may share a target folder, so each has a folder of its own in it.
fn file(workspace: &Workspace, exercise: &Exercise) -> PathBuf {
    let folder = format!("{:016x}", hash(&workspace.root));
    workspace.target.join("grade/verdicts").join(folder).join(&exercise.target).with_extension("json")
}

/// The same in every process of this program.
pub(crate) fn hash(value: impl Hash) -> u64 {
    BuildHasherDefault::<DefaultHasher>::new().hash_one(value)
}
