//! Grading: what is judged by changed files is left out, the rest is built and run.

use crate::{
    arguments::Limits,
    cached_verdict::{CachedVerdict, fingerprint},
    comparison::Comparison,
    compile::{Compiled, compile},
    console::Progress,
    exercise::Exercise,
    grading::OnReport,
    json_report,
    outcome::Outcome,
    program::Program,
    tampering,
    worker_pool::{cores, in_order},
    workspace::Workspace,
};
use anyhow::Context as _;
use grading_contract::Verdict;
use support::ProcessSupervisor;

/// Said when the machine is to blame, and nobody is graded.
const COULD_NOT: &str = "could not grade";

/// What all gradings have in common.
pub(crate) struct Session<'a> {
    pub(crate) workspace: &'a Workspace,
    pub(crate) limits: Limits,
    pub(crate) supervisor: ProcessSupervisor,
    pub(crate) progress: Progress<'a>,
    pub(crate) on_report: OnReport<'a>,
}

impl<'a> Session<'a> {
    /// One that shows its progress at the terminal.
    pub(crate) fn new(workspace: &'a Workspace, limits: Limits, supervisor: &ProcessSupervisor) -> Self {
        let (supervisor, progress) = (supervisor.clone(), Progress::on_terminal());
        Self { workspace, limits, supervisor, progress, on_report: &|_, _| () }
    }

    /// Grades the exercises that were asked for, and hands over each outcome, in order, as soon as it is there.
    pub(crate) fn grade(
        &self,
        asked: &[&'a Exercise],
        comparison: &Comparison,
        mut each: impl FnMut(&Outcome<'a>) -> anyhow::Result<()>,
    ) -> anyhow::Result<Vec<Outcome<'a>>> {
        let messages = |exercise| tampering::changed_files(comparison, self.workspace, exercise);
        let jobs: Vec<_> = asked.iter().map(|&exercise| (exercise, messages(exercise))).collect();
        let sound = jobs.iter().filter(|(_, messages)| messages.is_empty());
        let sound: Vec<_> = sound.map(|(exercise, _)| *exercise).collect();
        let before: Vec<_> = asked.iter().map(|exercise| fingerprint(exercise)).collect();
        let compiled = self.compile(&sound).context(COULD_NOT)?;
        let mut outcomes = Vec::new();
        let work = |(exercise, messages): &(&'a Exercise, Vec<String>)| {
            if messages.is_empty() {
                return self.run(exercise, &compiled);
            }
            let checks = tampering::checks(comparison, self.workspace, exercise);
            Ok(Outcome::without_a_run(exercise, Verdict::Failed, messages.clone(), checks))
        };
        in_order(cores(), &jobs, work, |outcome| {
            let _cleared = self.progress.clear();
            let outcome = outcome.context(COULD_NOT)?;
            self.keep(&outcome, before[outcomes.len()]);
            outcomes.push(outcome);
            outcomes.last().map_or(Ok(()), &mut each)
        })?;
        drop(self.progress.clear());
        Ok(outcomes)
    }

    /// Keeps the verdict for whoever shows progress, unless it is not certain which contents it is about.
    fn keep(&self, outcome: &Outcome<'_>, before: u64) {
        let exercise = outcome.exercise;
        if self.supervisor.is_stopped() || fingerprint(exercise) != before {
            return;
        }
        // Without it the exercise counts as not graded, and the grade is the same.
        if let Ok(graded) = serde_json::to_value(json_report::exercise(self.workspace, outcome)) {
            let _ = CachedVerdict { fingerprint: before, exercise: graded }.store(self.workspace, exercise);
        }
    }

    /// Builds those of the exercises that can be built.
    pub(crate) fn compile(&self, exercises: &[&Exercise]) -> anyhow::Result<Compiled> {
        compile(self.workspace, exercises, &self.progress, &self.supervisor, self.limits.compiler)
    }

    /// Grades an exercise that has been built, if it could be.
    pub(crate) fn run(&self, exercise: &'a Exercise, compiled: &Compiled) -> anyhow::Result<Outcome<'a>> {
        match self.without_a_run(exercise, compiled)? {
            Some(outcome) => Ok(outcome),
            None => self.run_program(exercise, compiled, None),
        }
    }

    /// What an exercise is worth whose program cannot or may not be run; `None` if it can. This reads its files.
    pub(crate) fn without_a_run(
        &self,
        exercise: &'a Exercise,
        compiled: &Compiled,
    ) -> anyhow::Result<Option<Outcome<'a>>> {
        if compiled.program(exercise).is_none() {
            let (verdict, reasons) = compiled.reasons(exercise, self.limits.compiler);
            return Ok(Some(Outcome::without_a_run(exercise, verdict, reasons, exercise.checks())));
        }
        let sources = compiled.sources(self.workspace, exercise);
        let sources =
            sources.with_context(|| format!("cargo does not say what {} was built from", exercise.target))?;
        let messages = tampering::exported_macros(self.workspace, exercise, &sources);
        Ok((!messages.is_empty())
            .then(|| Outcome::without_a_run(exercise, Verdict::Failed, messages, exercise.checks())))
    }

    /// Runs the program of an exercise, with this check alone, if one is named.
    pub(crate) fn run_program(
        &self,
        exercise: &'a Exercise,
        compiled: &Compiled,
        only: Option<&str>,
    ) -> anyhow::Result<Outcome<'a>> {
        self.progress.show(&format!("running {} {}", exercise.place(), exercise.name));
        let file = compiled.program(exercise).context("there is no program")?;
        let scratch = compiled.scratch().context("there is no folder for the reports")?;
        let (limits, supervisor) = (self.limits, &self.supervisor);
        Program { exercise, file, scratch, limits, supervisor }.grade(only, self.on_report)
    }
}
