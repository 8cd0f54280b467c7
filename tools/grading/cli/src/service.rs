//! One exercise at a time, for a program that shows it to people: `cargo book`.

use crate::{
    comparison::Comparison, exercise::Exercise, hint, json, leash::Leash, limits::Limits, outcome::Outcome,
    progress::Progress, reset, session::Session, workspace::Workspace, wrap::refill,
};
use anyhow::Context as _;
use grading_contract::{CheckReport, Verdict};
use serde_json::Value;

/// Who is told how a grading goes on.
pub struct Told<'a> {
    /// What is being done now, in a few words.
    pub doing: &'a (dyn Fn(&str) + Sync),
    /// A check that has ended, as in docs/grading/schema.json.
    pub checked: &'a (dyn Fn(Value) + Sync),
}

impl Exercise {
    /// Grades it as `cargo grade NAME` does. The result is an exercise as in docs/grading/schema.json; when the leash was
    /// ended meanwhile it is no verdict.
    ///
    /// # Errors
    ///
    /// When cargo, or the exercise's program, cannot be started.
    pub fn grade(&self, workspace: &Workspace, leash: &Leash, told: &Told<'_>) -> anyhow::Result<Value> {
        let seen = |exercise: &Exercise, check: &CheckReport| {
            let checked = json::checked(exercise, check);
            // Numbers and texts only: nothing that JSON has no word for.
            (told.checked)(serde_json::to_value(checked).unwrap_or_default());
        };
        let progress = Progress::told_to(told.doing);
        let session = Session { progress, seen: &seen, ..Session::new(workspace, Limits::default(), leash) };
        let comparison = Comparison::with(workspace, None)?;
        let outcomes = session.grade(&[self], &comparison, |_| Ok(()))?;
        let outcome = outcomes.first().context("the exercise was not graded")?;
        Ok(serde_json::to_value(json::exercise(workspace, outcome))?)
    }

    /// The same for an exercise that nobody has graded yet: all there is to know without building it.
    #[must_use]
    pub fn ungraded(&self, workspace: &Workspace) -> Value {
        let outcome = Outcome::without_a_run(self, Verdict::NotStarted, Vec::new(), self.checks());
        serde_json::to_value(json::exercise(workspace, &outcome)).unwrap_or_default()
    }

    /// Its hints, each with its heading, and a line for each paragraph; the one that gives away least comes first.
    ///
    /// # Errors
    ///
    /// When they cannot be read.
    pub fn hints(&self) -> anyhow::Result<Vec<String>> {
        Ok(hint::hints(self)?.iter().map(|hint| refill(hint, usize::MAX).trim_end().to_owned()).collect())
    }

    /// Puts the learner's file back as git has it, and says where what stood in it is kept.
    ///
    /// # Errors
    ///
    /// When git does not have it, or the files cannot be written. Then nothing was changed.
    pub fn reset(&self, workspace: &Workspace) -> anyhow::Result<String> {
        reset::reset(workspace, self, "HEAD").map(|lines| lines.join("\n"))
    }
}
