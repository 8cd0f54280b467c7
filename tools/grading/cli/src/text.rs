//! The results as people read them: a line for each exercise, or all about one.

use crate::{
    comparison::Comparison, exercise::Exercise, outcome::Outcome, page::Page, session::Session,
    workspace::Workspace,
};
use clap::builder::styling::{AnsiColor, Style};
use grading_contract::Verdict;
use std::io;

/// The columns that a result takes besides the exercise's name.
const BESIDES: usize = 40;

/// The results, written as they come.
pub(crate) struct Text<'a> {
    pub(crate) page: Page,
    pub(crate) workspace: &'a Workspace,
    /// Every message, not only the first of each exercise.
    pub(crate) all: bool,
}

impl Text<'_> {
    /// Grades exercises and tells about them: their results, their messages, and what to do next.
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
                self.page.line(&format!("Stage {}, {}", exercise.stage, exercise.package))?;
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
        let (style, sign, word) = (style(verdict), sign(verdict), verdict.word());
        let room = self.workspace.exercises.iter().map(|exercise| exercise.name.len()).max().unwrap_or(0);
        self.page.line(&if self.page.fits(BESIDES + room) {
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
        self.heading(outcome.verdict, &format!("{} {}", outcome.exercise.place(), outcome.exercise.name))?;
        for check in &outcome.checks {
            self.page.line(&format!("  {}", told(check.verdict, &check.name)))?;
            // What is not started gets no failure message, but shows its requirement.
            let invitation = check.message.lines().next().unwrap_or_default();
            let requirement = invitation.strip_prefix("Not started. Requirement: ");
            requirement.map_or(Ok(()), |requirement| self.page.line(&format!("    {requirement}")))?;
        }
        let Some(own) = &outcome.own_tests else { return Ok(()) };
        self.page.line(&format!("  your own tests: {} passed, {} failed", own.passed, own.failed))
    }

    pub(crate) fn heading(&mut self, verdict: Verdict, what: &str) -> io::Result<()> {
        self.page.line(&told(verdict, what))
    }
}

/// `✗ half_close: failed`
fn told(verdict: Verdict, what: &str) -> String {
    let (style, sign) = (style(verdict), sign(verdict));
    format!("{style}{sign}{style:#} {what}: {style}{}{style:#}", verdict.word())
}

fn points(outcome: &Outcome<'_>) -> String {
    let own = outcome.own_tests.as_ref();
    let own = own.map(|own| format!(", own tests: {} of {}", own.passed, own.passed + own.failed));
    format!("{} of {}{}", outcome.points(), outcome.maximum(), own.unwrap_or_default())
}

pub(crate) fn sign(verdict: Verdict) -> char {
    match verdict {
        Verdict::Passed => '✓',
        Verdict::NotStarted => '·',
        Verdict::Failed | Verdict::TimedOut | Verdict::DoesNotCompile => '✗',
    }
}

fn style(verdict: Verdict) -> Style {
    match verdict {
        Verdict::Passed => AnsiColor::Green.on_default(),
        Verdict::NotStarted => Style::new().dimmed(),
        Verdict::Failed | Verdict::TimedOut | Verdict::DoesNotCompile => AnsiColor::Red.on_default(),
    }
}
