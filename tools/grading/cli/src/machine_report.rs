//! The grades for other programs, as JSON and as `JUnit` XML.

use crate::{
    comparison::Comparison,
    exercise::Exercise,
    outcome::{Outcome, OwnTests, SCHEMA, next},
    workspace::Workspace,
};
use anstream::adapter::strip_str;
use grading_contract::{CheckReport, Verdict};
use serde::Serialize;
use support::{JunitCase, JunitResult, JunitSuite, junit_report};

#[derive(Serialize)]
struct Report<'a> {
    schema: u32,
    passed: bool,
    points: u64,
    maximum: u64,
    next: Option<&'a str>,
    comparison: &'a Comparison,
    exercises: Vec<Graded<'a>>,
}

/// One exercise.
#[derive(Serialize)]
pub(crate) struct Graded<'a> {
    name: &'a str,
    target: &'a str,
    stage: u32,
    number: u32,
    title: &'a str,
    folder: String,
    verdict: &'static str,
    points: u64,
    maximum: u64,
    seconds: f64,
    reasons: Vec<String>,
    checks: Vec<Checked<'a>>,
    own_tests: Option<&'a OwnTests>,
    printed: Option<&'a str>,
}

/// One of its checks.
#[derive(Serialize)]
pub(crate) struct Checked<'a> {
    name: &'a str,
    verdict: &'static str,
    points: u64,
    maximum: u64,
    message: Option<&'a str>,
}

/// All of it, as one JSON value, as docs/grading/schema.json describes it.
pub(crate) fn json<'a>(
    workspace: &'a Workspace,
    comparison: &Comparison,
    outcomes: &[Outcome<'a>],
) -> serde_json::Result<String> {
    serde_json::to_string_pretty(&Report {
        schema: SCHEMA,
        passed: outcomes.iter().all(Outcome::passed),
        points: outcomes.iter().map(Outcome::points).sum(),
        maximum: outcomes.iter().map(Outcome::maximum).sum(),
        next: next(workspace, outcomes).map(|exercise| exercise.name.as_str()),
        comparison,
        exercises: outcomes.iter().map(|outcome| exercise(workspace, outcome)).collect(),
    })
}

pub(crate) fn exercise<'a>(workspace: &Workspace, outcome: &'a Outcome<'_>) -> Graded<'a> {
    Graded {
        name: &outcome.exercise.name,
        target: &outcome.exercise.target,
        stage: outcome.exercise.stage,
        number: outcome.exercise.number,
        title: &outcome.exercise.title,
        folder: workspace.relative(&outcome.exercise.folder),
        verdict: outcome.verdict.word(),
        points: outcome.points(),
        maximum: outcome.maximum(),
        seconds: outcome.time.as_secs_f64(),
        // Rustc's are in colours.
        reasons: outcome.reasons.iter().map(|reason| strip_str(reason).to_string()).collect(),
        checks: outcome.checks.iter().map(|check| checked(outcome.exercise, check)).collect(),
        own_tests: outcome.own_tests.as_ref(),
        printed: Some(outcome.printed.as_str()).filter(|printed| !printed.is_empty()),
    }
}

/// The same for a page, which shows what rustc says in its colours.
pub(crate) fn exercise_with_colours<'a>(workspace: &Workspace, outcome: &'a Outcome<'_>) -> Graded<'a> {
    Graded { reasons: outcome.reasons.clone(), ..exercise(workspace, outcome) }
}

pub(crate) fn checked<'a>(exercise: &Exercise, check: &'a CheckReport) -> Checked<'a> {
    Checked {
        name: &check.name,
        verdict: check.verdict.word(),
        points: exercise.points.earned(check),
        maximum: exercise.points.worth(&check.name),
        message: Some(check.message.as_str()).filter(|message| !message.is_empty()),
    }
}

/// All of it as `JUnit` XML: a suite for each exercise, a case for each check.
pub(crate) fn junit(outcomes: &[Outcome<'_>]) -> String {
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
