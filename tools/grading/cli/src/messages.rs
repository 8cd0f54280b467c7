//! The failure messages: why an exercise is not passed.

use crate::{outcome::Outcome, text::Text};
use grading_contract::{CheckReport, Verdict};
use std::{collections::HashSet, io};

impl Text<'_> {
    /// What there is to say about the exercises that are not passed.
    pub(crate) fn messages(&mut self, outcomes: &[Outcome<'_>]) -> io::Result<()> {
        let mut said = HashSet::new();
        for outcome in outcomes {
            // One file may have troubled several exercises, and is talked about once.
            if !outcome.reasons.is_empty() && said.insert(&outcome.reasons) {
                if outcomes.len() > 1 {
                    self.page.line("")?;
                }
                self.reasons(outcome)?;
            }
            self.checks(outcome)?;
            self.own_tests(outcome)?;
        }
        Ok(())
    }

    /// Why an exercise was not run.
    fn reasons(&mut self, outcome: &Outcome<'_>) -> io::Result<()> {
        self.heading(outcome.verdict, &format!("{} {}", outcome.exercise.place(), outcome.exercise.name))?;
        let shown = self.at_most();
        for reason in outcome.reasons.iter().take(shown) {
            self.page.verbatim(reason)?;
        }
        match outcome.reasons.len().saturating_sub(shown) {
            0 => Ok(()),
            more => self.page.line(&format!("(and {more} more: cargo grade {})", outcome.exercise.name)),
        }
    }

    fn checks(&mut self, outcome: &Outcome<'_>) -> io::Result<()> {
        for check in outcome.checks.iter().filter(|check| has_message(check)).take(self.at_most()) {
            let (place, name) = (outcome.exercise.place(), &outcome.exercise.name);
            self.page.line("")?;
            self.heading(check.verdict, &format!("{place} {name}, {}", check.name))?;
            self.page.message(&check.message)?;
        }
        Ok(())
    }

    fn own_tests(&mut self, outcome: &Outcome<'_>) -> io::Result<()> {
        let own = outcome.own_tests.as_ref().filter(|own| self.all && own.failed > 0);
        own.map_or(Ok(()), |own| self.page.verbatim(&format!("\nYour own tests:\n{}", own.output)))
    }

    fn at_most(&self) -> usize {
        if self.all { usize::MAX } else { 1 }
    }
}

/// What is not started gets an invitation and no failure message.
fn has_message(check: &CheckReport) -> bool {
    !matches!(check.verdict, Verdict::Passed | Verdict::NotStarted) && !check.message.is_empty()
}
