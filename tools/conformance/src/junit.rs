//! A report as `JUnit` XML: a suite for each section.

use crate::report::{Outcome, Report, Verdict};
use support::{JunitCase, JunitResult, JunitSuite, junit_report};

/// All of it.
pub(crate) fn report(report: &Report) -> String {
    let suites: Vec<_> = report
        .sections()
        .map(|(_, section, outcomes)| JunitSuite {
            name: section.name,
            time: outcomes.iter().map(|outcome| outcome.time).sum(),
            cases: outcomes.into_iter().map(case).collect(),
        })
        .collect();
    junit_report("cargo conformance", &suites)
}

/// A recommendation that is not followed is no failure.
fn case(outcome: &Outcome) -> JunitCase<'_> {
    let result = match outcome.verdict {
        Verdict::Passed => JunitResult::Passed,
        Verdict::Failed | Verdict::TimedOut if !outcome.is_fine() => JunitResult::Failure,
        _ => JunitResult::Skipped,
    };
    JunitCase { name: outcome.check.name, result, word: outcome.verdict.word(), text: &outcome.message }
}
