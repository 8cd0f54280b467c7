//! The grades for other programs, as JSON and as `JUnit` XML.

use crate::{
    comparison::Comparison,
    exercise::Exercise,
    outcome::{Outcome, SCHEMA, next},
    workspace::Workspace,
};
use anstream::adapter::strip_str;
use grading_contract::{CheckReport, Verdict};
use serde_json::{Value, json};
use support::{JunitCase, JunitResult, JunitSuite, junit_report};

/// All of it, as one JSON value, as docs/grading/schema.json describes it.
pub(crate) fn json(
    workspace: &Workspace,
    comparison: &Comparison,
    outcomes: &[Outcome<'_>],
) -> serde_json::Result<String> {
    serde_json::to_string_pretty(&json!({
        "schema": SCHEMA,
        "passed": outcomes.iter().all(Outcome::passed),
        "points": outcomes.iter().map(Outcome::points).sum::<u64>(),
        "maximum": outcomes.iter().map(Outcome::maximum).sum::<u64>(),
        "next": next(workspace, outcomes).map(|exercise| &exercise.name),
        "comparison": comparison,
        "exercises": outcomes.iter().map(|outcome| exercise(workspace, outcome)).collect::<Value>(),
    }))
}

fn exercise(workspace: &Workspace, outcome: &Outcome<'_>) -> Value {
    let mut exercise = exercise_with_colours(workspace, outcome);
    exercise["reasons"] = outcome.reasons.iter().map(|reason| strip_str(reason).to_string()).collect();
    exercise
}

/// The same for a page, which shows what rustc says in its colours.
pub(crate) fn exercise_with_colours(workspace: &Workspace, outcome: &Outcome<'_>) -> Value {
    let exercise = outcome.exercise;
    json!({
        "name": exercise.name,
        "target": exercise.target,
        "stage": exercise.stage,
        "number": exercise.number,
        "title": exercise.title,
        "folder": workspace.relative(&exercise.folder),
        "verdict": outcome.verdict.word(),
        "points": outcome.points(),
        "maximum": outcome.maximum(),
        "seconds": outcome.time.as_secs_f64(),
        "reasons": outcome.reasons,
        "checks": outcome.checks.iter().map(|report| check(exercise, report)).collect::<Value>(),
        "own_tests": outcome.own_tests,
        "printed": Some(&outcome.printed).filter(|printed| !printed.is_empty()),
    })
}

/// One of its checks.
pub(crate) fn check(exercise: &Exercise, check: &CheckReport) -> Value {
    json!({
        "name": check.name,
        "verdict": check.verdict.word(),
        "points": exercise.points.earned(check),
        "maximum": exercise.points.worth(&check.name),
        "message": Some(&check.message).filter(|message| !message.is_empty()),
    })
}

/// All of it as `JUnit` XML: a suite for each exercise, a case for each check.
pub(crate) fn junit(outcomes: &[Outcome<'_>]) -> String {
    let reasons: Vec<_> = outcomes.iter().map(|outcome| outcome.reasons.join("\n")).collect();
    let suites = outcomes.iter().zip(&reasons).map(|(outcome, reasons)| {
        let cases = outcome.checks.iter().map(|check| case(check, reasons)).collect();
        JunitSuite { name: &outcome.exercise.target, time: outcome.time, cases }
    });
    junit_report("cargo grade", &suites.collect::<Vec<_>>())
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
