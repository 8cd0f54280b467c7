//! What a run has found so far: an outcome for each check that was asked for, section by section.

use crate::{
    check::{Check, Section},
    speed::Speed,
    subject::Subject,
};
use serde::{Deserialize, Serialize};
use std::time::Duration;

/// A run, finished or not.
#[derive(Debug)]
pub struct Report {
    /// As what the server is judged.
    pub subject: Subject,
    /// The checks that were asked for, in their order.
    pub outcomes: Vec<Outcome>,
    /// Whether everything of the subject was asked for, so that the ladder can be told.
    pub whole: bool,
    /// Why there is no server to be judged, if there is none.
    pub unusable: Option<String>,
    /// Whether all checks have ended.
    pub finished: bool,
    /// How fast the server is, if that was asked for: as much as has been measured.
    pub speed: Option<Speed>,
}

/// How a check has ended, or that it has not.
#[derive(Debug)]
pub struct Outcome {
    /// Its section's number, from 1.
    pub section: usize,
    /// Its own, from 1.
    pub number: usize,
    /// What was checked.
    pub check: &'static Check,
    /// How that ended.
    pub verdict: Verdict,
    /// What there is to say to that.
    pub message: String,
    /// How long it took.
    pub time: Duration,
}

/// How a check has ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Verdict {
    /// It has not been run.
    #[serde(rename = "not run")]
    NotRun,
    /// The server does what is required.
    Passed,
    /// It does something else.
    Failed,
    /// It did nothing until the time was over.
    #[serde(rename = "timed out")]
    TimedOut,
    /// The check is not possible here.
    Skipped,
}

impl Verdict {
    /// In a word or two.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Self::NotRun => "not run",
            Self::Passed => "passed",
            Self::Failed => "failed",
            Self::TimedOut => "timed out",
            Self::Skipped => "skipped",
        }
    }
}

impl Report {
    /// Of these checks, before any has been run.
    #[must_use]
    pub fn new(subject: Subject, asked: &[(usize, usize)], whole: bool) -> Self {
        let outcome = |(section, number): &(usize, usize)| {
            let check = subject.sections().get(section - 1)?.checks.get(number - 1)?;
            let (section, number, verdict) = (*section, *number, Verdict::NotRun);
            Some(Outcome { section, number, check, verdict, message: String::new(), time: Duration::ZERO })
        };
        let outcomes = asked.iter().filter_map(outcome).collect();
        Self { subject, outcomes, whole, unusable: None, finished: false, speed: None }
    }

    /// The sections with their numbers and with the outcomes that belong to them.
    pub fn sections(&self) -> impl Iterator<Item = (usize, &'static Section, Vec<&Outcome>)> {
        (1..).zip(self.subject.sections()).filter_map(|(number, section)| {
            let outcomes: Vec<_> = self.outcomes.iter().filter(|outcome| outcome.section == number).collect();
            (!outcomes.is_empty()).then_some((number, section, outcomes))
        })
    }

    /// Whether every required check that was asked for has been run, and none has failed.
    #[must_use]
    pub fn passed(&self) -> bool {
        self.unusable.is_none() && self.outcomes.iter().all(Outcome::is_fine)
    }

    /// How many sections the server passes from the first on.
    #[must_use]
    pub fn sections_passed(&self) -> usize {
        self.sections().take_while(|(.., outcomes)| outcomes.iter().all(|outcome| outcome.is_fine())).count()
    }
}

impl Outcome {
    /// As it is asked for: `3.2`.
    #[must_use]
    pub fn place(&self) -> String {
        format!("{}.{}", self.section, self.number)
    }

    /// What it gives for marks: a point for a required check that passed.
    #[must_use]
    pub fn points(&self) -> usize {
        usize::from(self.verdict == Verdict::Passed && self.check.is_required())
    }

    /// What it could give. A check that is not possible here counts neither for nor against anybody.
    #[must_use]
    pub fn maximum(&self) -> usize {
        usize::from(self.verdict != Verdict::Skipped && self.check.is_required())
    }

    /// Whether the server does something else than the check wants.
    #[must_use]
    pub fn is_failure(&self) -> bool {
        matches!(self.verdict, Verdict::Failed | Verdict::TimedOut)
    }

    /// Whether it does not keep the server from passing: it went well, was not possible, or is no requirement.
    #[must_use]
    pub fn is_fine(&self) -> bool {
        matches!(self.verdict, Verdict::Passed | Verdict::Skipped)
            || (self.is_failure() && !self.check.is_required())
    }
}

#[cfg(test)]
mod tests {
    use super::Verdict::{Failed, NotRun, Passed, Skipped, TimedOut};

    #[test]
    fn a_verdict_is_written_as_it_is_said() {
        for verdict in [NotRun, Passed, Failed, TimedOut, Skipped] {
            assert_eq!(serde_json::json!(verdict), verdict.word());
        }
    }
}
