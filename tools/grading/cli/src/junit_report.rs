//! The grades as `JUnit` XML: a suite for each exercise, a case for each check.

use crate::outcome::Outcome;
use grading_contract::{CheckReport, Verdict};
use support::{JunitCase, JunitResult, JunitSuite, junit_report};

/// All of it.
pub(crate) fn report(outcomes: &[Outcome<'_>]) -> String {
    let reasons: Vec<_> = outcomes.iter().map(|outcome| outcome.reasons.join("\n")).collect();
    let suites: Vec<_> =
        outcomes.iter().zip(&reasons).map(|(outcome, reasons)| suite(outcome, reasons)).collect();
    junit_report("cargo grade", &suites)
}

fn suite<'a>(outcome: &'a Outcome<'_>, reasons: &'a str) -> JunitSuite<'a> {
    let cases = outcome.checks.iter().map(|check| case(check, reasons)).collect();
    JunitSuite { name: &outcome.exercise.target, time: outcome.time, cases }
}

fn case<'a>(check: &'a CheckReport, reasons: &'a str) -> JunitCase<'a> {
    let result = match check.verdict {
        Verdict::Passed => JunitResult::Passed,
        Verdict::Failed | Verdict::TimedOut => JunitResult::Failure,
        Verdict::DoesNotCompile => JunitResult::Error,
        Verdict::NotStarted => JunitResult::Skipped,
    };
    let text = if check.message.is_empty() { reasons } else { &check.message };
    JunitCase { name: &check.name, result, word: check.verdict.word(), text }
}
