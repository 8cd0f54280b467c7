//! What grading an exercise has found out.

use crate::exercise::Exercise;
use grading_contract::{CheckReport, Verdict};
use std::time::Duration;

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
    pub(crate) time: Duration,
}

/// What became of the tests that learners write into their own file.
#[derive(Debug, Default, Clone, PartialEq, Eq)]
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
            time: Duration::ZERO,
        }
    }

    pub(crate) fn passed(&self) -> bool {
        self.verdict == Verdict::Passed
    }

    pub(crate) fn points(&self) -> u64 {
        self.checks.iter().map(|check| self.points_of(check)).sum()
    }

    pub(crate) fn points_of(&self, check: &CheckReport) -> u64 {
        if check.verdict == Verdict::Passed { self.worth(check) } else { 0 }
    }

    pub(crate) fn maximum(&self) -> u64 {
        self.checks.iter().map(|check| self.worth(check)).sum()
    }

    pub(crate) fn worth(&self, check: &CheckReport) -> u64 {
        self.exercise.points.worth(&check.name)
    }
}
