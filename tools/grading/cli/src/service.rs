//! One exercise at a time, for a program that shows it to people: `cargo book`.

use crate::{
    Arguments,
    comparison::Comparison,
    exercise::Exercise,
    machine_report,
    outcome::Outcome,
    reset,
    scratch::{KEPT_PROGRAMS, remove_abandoned},
    session::{GradingListener, Session},
    workspace::Workspace,
};
use anyhow::Context as _;
use clap::Parser as _;
use grading_contract::Verdict;
use serde_json::Value;
use support::ProcessSupervisor;

impl Workspace {
    /// Removes what gradings have left that were killed, as the next grading would.
    pub fn remove_abandoned(&self) {
        remove_abandoned(&self.target, KEPT_PROGRAMS);
    }
}

impl Exercise {
    /// Grades it as `cargo grade NAME` does. The result is an exercise as in docs/grading/schema.json, with the compiler's
    /// messages in colours; when the supervisor was stopped meanwhile it is no verdict.
    ///
    /// # Errors
    ///
    /// When cargo, or the exercise's program, cannot be started.
    pub fn grade(
        &self,
        workspace: &Workspace,
        supervisor: &ProcessSupervisor,
        listener: &GradingListener<'_>,
    ) -> anyhow::Result<Value> {
        let usual = Arguments::try_parse_from(["cargo grade"])?.limits;
        let listener = Some(listener);
        let session = Session { listener, ..Session::new(workspace, usual, supervisor) };
        let comparison = Comparison::with(workspace, None)?;
        let outcomes = session.grade(&[self], &comparison, |_| Ok(()))?;
        let outcome = outcomes.first().context("the exercise was not graded")?;
        Ok(machine_report::exercise_with_colours(workspace, outcome))
    }

    /// The same for an exercise that nobody has graded yet: all there is to know without building it.
    #[must_use]
    pub fn ungraded(&self, workspace: &Workspace) -> Value {
        let outcome = Outcome::without_a_run(self, Verdict::NotStarted, Vec::new(), self.checks());
        machine_report::exercise_with_colours(workspace, &outcome)
    }

    /// Restores the learner's file: a kept version, or the original stub. Says where what stood in it is kept.
    ///
    /// # Errors
    ///
    /// When there is no such version, or the files cannot be written. Then nothing was changed.
    pub fn reset(&self, workspace: &Workspace, from: Option<&str>) -> anyhow::Result<String> {
        reset::reset(workspace, self, from).map(|restored| restored.lines(workspace).join("\n"))
    }
}
