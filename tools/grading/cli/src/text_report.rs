//! The grades as people read them: a line for each exercise, or all about one; their messages, the points, and what is next.

use crate::{
    comparison::Comparison,
    exercise::Exercise,
    outcome::{Outcome, next},
    session::Session,
    workspace::Workspace,
};
use clap::builder::styling::{AnsiColor, Style};
use grading_contract::{CheckReport, Verdict};
use std::{
    collections::{BTreeSet, HashSet},
    io,
};
use support::Console;

/// The columns that a result takes besides the exercise's name.
const BESIDES: usize = 40;

/// The grades, written as they come.
pub(crate) struct TextReport<'a> {
    pub(crate) console: &'a mut Console,
    pub(crate) workspace: &'a Workspace,
    /// Every message, not only the first of each exercise.
    pub(crate) all: bool,
}

impl TextReport<'_> {
    /// Grades exercises and writes their results, their messages, and what to do next.
    pub(crate) fn grade<'a>(
        &mut self,
        session: &Session<'a>,
        asked: &[&'a Exercise],
        comparison: &Comparison,
    ) -> anyhow::Result<Vec<Outcome<'a>>> {
        let mut stage = None;
        let outcomes = session.grade(asked, comparison, |outcome| {
            let exercise = outcome.exercise;
            if asked.len() == 1 {
                return Ok(self.details(outcome)?);
            }
            if stage.replace(exercise.stage) != Some(exercise.stage) {
                self.console.line(&format!("Stage {}, {}", exercise.stage, exercise.package))?;
            }
            Ok(self.result(outcome)?)
        })?;
        self.messages(&outcomes)?;
        self.summary(&outcomes, comparison)?;
        Ok(outcomes)
    }

    /// One line on an exercise among several.
    fn result(&mut self, outcome: &Outcome<'_>) -> io::Result<()> {
        let Exercise { name, .. } = outcome.exercise;
        let (verdict, place, points) = (outcome.verdict, outcome.exercise.place(), points(outcome));
        let ((sign, style), word) = (sign(verdict), verdict.word());
        let room = self.workspace.exercises.iter().map(|exercise| exercise.name.len()).max().unwrap_or(0);
        self.console.line(&if self.console.fits(BESIDES + room) {
            format!("  {style}{sign}{style:#} {place:<3} {name:<room$}  {style}{word:<16}{style:#}  {points}")
        } else {
            format!("  {style}{sign}{style:#} {place} {name}: {style}{word}{style:#}, {points}")
        })
    }

    /// One exercise with all of its checks.
    fn details(&mut self, outcome: &Outcome<'_>) -> io::Result<()> {
        if !outcome.reasons.is_empty() {
            // They follow, with a heading of their own.
            return Ok(());
        }
        self.console.line(&heading(outcome.verdict, &place(outcome.exercise)))?;
        for check in &outcome.checks {
            self.console.line(&format!("  {}", heading(check.verdict, &check.name)))?;
            // What is not started gets no failure message, but shows its requirement.
            let invitation = check.message.lines().next().unwrap_or_default();
            if let Some(requirement) = invitation.strip_prefix("Not started. Requirement: ") {
                self.console.line(&format!("    {requirement}"))?;
            }
        }
        let Some(own) = &outcome.own_tests else { return Ok(()) };
        self.console.line(&format!("  your own tests: {} passed, {} failed", own.passed, own.failed))
    }

    /// Why exercises are not passed.
    fn messages(&mut self, outcomes: &[Outcome<'_>]) -> io::Result<()> {
        let mut said = HashSet::new();
        for outcome in outcomes {
            // One file may have troubled several exercises, and is reported once.
            if !outcome.reasons.is_empty() && said.insert(&outcome.reasons) {
                if outcomes.len() > 1 {
                    self.console.line("")?;
                }
                self.reasons(outcome)?;
            }
            for check in outcome.checks.iter().filter(|check| has_message(check)).take(self.at_most()) {
                self.console.line("")?;
                let what = format!("{}, {}", place(outcome.exercise), check.name);
                self.console.line(&heading(check.verdict, &what))?;
                self.console.message(&check.message)?;
            }
            if let Some(own) = outcome.own_tests.as_ref().filter(|own| self.all && own.failed > 0) {
                self.console.verbatim(&format!("\nYour own tests:\n{}", own.output))?;
            }
        }
        Ok(())
    }

    /// Why an exercise was not run.
    fn reasons(&mut self, outcome: &Outcome<'_>) -> io::Result<()> {
        self.console.line(&heading(outcome.verdict, &place(outcome.exercise)))?;
        let shown = self.at_most();
        for reason in outcome.reasons.iter().take(shown) {
            self.console.verbatim(reason)?;
        }
        match outcome.reasons.len().saturating_sub(shown) {
            0 => Ok(()),
            more => self.console.line(&format!("(and {more} more: cargo grade {})", outcome.exercise.name)),
        }
    }

    fn at_most(&self) -> usize {
        if self.all { usize::MAX } else { 1 }
    }

    /// The points, and what to do next.
    fn summary(&mut self, outcomes: &[Outcome<'_>], comparison: &Comparison) -> io::Result<()> {
        let points: u64 = outcomes.iter().map(Outcome::points).sum();
        let maximum: u64 = outcomes.iter().map(Outcome::maximum).sum();
        self.console.line("")?;
        if let Some(problem) = &comparison.problem {
            self.console.line(&format!("(cannot compare the checks with those in git: {problem})"))?;
        }
        if let Some(count @ 1..) = comparison.line_ends.as_ref().map(BTreeSet::len) {
            let only = "grading files differ from git in their line endings only";
            self.console.line(&format!("({count} {only})"))?;
        }
        self.console.line(&format!("points: {points} of {maximum}"))?;
        let Some(exercise) = next(self.workspace, outcomes) else {
            return self.console.line("All exercises have passed.");
        };
        let Exercise { name, title, .. } = exercise;
        self.console.line(&format!("\nNext: {} {name}, {title}", exercise.place()))?;
        self.console.line(&format!("  edit   {}", self.workspace.relative(&exercise.file())))?;
        self.console.line(&format!("  grade  cargo grade {name}"))?;
        self.console.line(&format!("  hint   cargo grade hint {name}"))
    }
}

/// What is not started gets an invitation and no failure message.
fn has_message(check: &CheckReport) -> bool {
    !matches!(check.verdict, Verdict::Passed | Verdict::NotStarted) && !check.message.is_empty()
}

/// `2.5 half_close`
fn place(exercise: &Exercise) -> String {
    format!("{} {}", exercise.place(), exercise.name)
}

/// `✗ half_close: failed`
fn heading(verdict: Verdict, what: &str) -> String {
    let (sign, style) = sign(verdict);
    format!("{style}{sign}{style:#} {what}: {style}{}{style:#}", verdict.word())
}

fn points(outcome: &Outcome<'_>) -> String {
    let own = outcome.own_tests.as_ref();
    let own = own.map(|own| format!(", own tests: {} of {}", own.passed, own.passed + own.failed));
    format!("{} of {}{}", outcome.points(), outcome.maximum(), own.unwrap_or_default())
}

/// The sign of a verdict, and its style.
pub(crate) fn sign(verdict: Verdict) -> (char, Style) {
    match verdict {
        Verdict::Passed => ('✓', AnsiColor::Green.on_default()),
        Verdict::NotStarted => ('·', Style::new().dimmed()),
        Verdict::Failed | Verdict::TimedOut | Verdict::DoesNotCompile => ('✗', AnsiColor::Red.on_default()),
    }
}
