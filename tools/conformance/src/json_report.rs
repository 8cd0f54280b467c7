//! A report for other programs, and for pages, which watch its file while the run goes on.

use crate::report::{Outcome, Report};
use anyhow::Context as _;
use serde_json::{Value, json};
use std::{
    env, fs,
    path::{Path, PathBuf},
    process,
};

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
        "level": if check.is_required() { "required" } else { "recommended" },
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

/// Where the file is that is renewed after each check, so that a page can watch the run: below cargo's folder for what it builds.
const PLACE: &str = "conformance/report.json";

/// What cargo puts into that folder, and nobody else does; the first only if cargo has made the folder.
const MARKS: [&str; 2] = ["CACHEDIR.TAG", ".rustc_info.json"];

/// The usual file, if this program was built by cargo and is still where cargo has put it.
pub(crate) fn usual() -> Option<PathBuf> {
    let program = env::current_exe().ok()?;
    let is_target = |folder: &&Path| MARKS.iter().any(|mark| folder.join(mark).is_file());
    let target = program.ancestors().find(is_target)?;
    Some(target.join(PLACE))
}

/// Replaces the file in one step, so that nobody reads half of it, and two judges at once do not meet.
pub(crate) fn renew(file: &Path, text: &str) -> anyhow::Result<()> {
    let unfinished = file.with_extension(format!("{}.unfinished", process::id()));
    let written = file.parent().map_or(Ok(()), fs::create_dir_all);
    let written = written.and_then(|()| fs::write(&unfinished, text));
    let written = written.and_then(|()| fs::rename(&unfinished, file));
    written.with_context(|| format!("could not write {}", file.display()))
}
