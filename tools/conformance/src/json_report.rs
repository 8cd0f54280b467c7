//! A report for other programs and for pages, finished or not.

use crate::report::{Outcome, Report};
use serde_json::{Value, json};

/// The version of this format, which docs/grading/conformance-schema.json describes.
const SCHEMA: u32 = 1;

/// All of it, as one JSON value. `judged` are the words of the command, or the address of a server that runs.
pub(crate) fn report(report: &Report, judged: &[String]) -> serde_json::Result<String> {
    serde_json::to_string_pretty(&json!({
        "schema": SCHEMA,
        "subject": report.subject.name(),
        "judged": judged,
        "finished": report.finished,
        "passed": report.finished && report.passed(),
        "whole": report.whole,
        "sections_passed": report.sections_passed(),
        "points": report.outcomes.iter().map(Outcome::points).sum::<usize>(),
        "maximum": report.outcomes.iter().map(Outcome::maximum).sum::<usize>(),
        "problem": report.unusable,
        "sections": report.sections().map(|(number, section, outcomes)| json!({
            "number": number,
            "name": section.name,
            "title": section.title,
            "points": outcomes.iter().map(|outcome| outcome.points()).sum::<usize>(),
            "maximum": outcomes.iter().map(|outcome| outcome.maximum()).sum::<usize>(),
            "checks": outcomes.into_iter().map(check).collect::<Value>(),
        })).collect::<Value>(),
        "speed": report.speed,
    }))
}

fn check(outcome: &Outcome) -> Value {
    let check = outcome.check;
    json!({
        "number": outcome.place(),
        "name": check.name,
        "level": check.level_word(),
        "verdict": outcome.verdict.word(),
        "requirement": check.requirement,
        "sentences": check.sentences(),
        "page": check.lesson.page,
        "page_title": check.lesson.title,
        "exercise": check.lesson.exercise,
        "seconds": outcome.time.as_secs_f64(),
        "message": Some(&outcome.message).filter(|message| !message.is_empty()),
    })
}
