//! A report for other programs and for pages, finished or not.

use crate::{
    report::{Outcome, Report},
    speed::Speed,
};
use serde::Serialize;

/// The version of this format, which docs/grading/conformance-schema.json describes.
const SCHEMA: u32 = 1;

#[derive(Serialize)]
struct Document<'a> {
    schema: u32,
    subject: &'a str,
    /// The words of the command that starts the server, or the address of one that runs.
    judged: &'a [String],
    finished: bool,
    passed: bool,
    /// Whether all sections were asked for.
    whole: bool,
    sections_passed: usize,
    points: usize,
    maximum: usize,
    problem: Option<&'a str>,
    sections: Vec<Rung<'a>>,
    speed: Option<&'a Speed>,
}

#[derive(Serialize)]
struct Rung<'a> {
    number: usize,
    name: &'a str,
    title: &'a str,
    points: usize,
    maximum: usize,
    checks: Vec<Checked<'a>>,
}

#[derive(Serialize)]
struct Checked<'a> {
    number: String,
    name: &'a str,
    level: &'a str,
    verdict: &'a str,
    requirement: &'a str,
    sentences: &'a [&'a str],
    page: &'a str,
    page_title: &'a str,
    exercise: Option<&'a str>,
    seconds: f64,
    message: Option<&'a str>,
}

/// All of it, as one JSON value.
pub(crate) fn report(report: &Report, judged: &[String]) -> serde_json::Result<String> {
    serde_json::to_string_pretty(&Document {
        schema: SCHEMA,
        subject: report.subject.name(),
        judged,
        finished: report.finished,
        passed: report.finished && report.passed(),
        whole: report.whole,
        sections_passed: report.sections_passed(),
        points: report.outcomes.iter().map(Outcome::points).sum(),
        maximum: report.outcomes.iter().map(Outcome::maximum).sum(),
        problem: report.unusable.as_deref(),
        sections: report
            .sections()
            .map(|(number, section, outcomes)| Rung {
                number,
                name: section.name,
                title: section.title,
                points: outcomes.iter().map(|outcome| outcome.points()).sum(),
                maximum: outcomes.iter().map(|outcome| outcome.maximum()).sum(),
                checks: outcomes.into_iter().map(checked).collect(),
            })
            .collect(),
        speed: report.speed.as_ref(),
    })
}

fn checked(outcome: &Outcome) -> Checked<'_> {
    let check = outcome.check;
    Checked {
        number: outcome.place(),
        name: check.name,
        level: check.level.word(),
        verdict: outcome.verdict.word(),
        requirement: check.requirement,
        sentences: check.sentences,
        page: check.lesson.page,
        page_title: check.lesson.title,
        exercise: check.lesson.exercise,
        seconds: outcome.time.as_secs_f64(),
        message: Some(outcome.message.as_str()).filter(|message| !message.is_empty()),
    }
}
