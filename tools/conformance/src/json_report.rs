//! A report for other programs, and for pages, which watch its file while the run goes on.

use crate::{
    report::{Outcome, Report, Verdict},
    speed::Speed,
};
use anyhow::{Context as _, ensure};
use serde::{Deserialize, Serialize};
use serde_json::json;
use std::{
    env, fs,
    path::{Path, PathBuf},
    process,
};

/// The version of this format.
const SCHEMA: u32 = 1;

/// A report as it is written and read. docs/grading/conformance-schema.json says what each member means.
#[derive(Debug, Serialize, Deserialize)]
pub struct JsonReport {
    schema: u32,
    subject: String,
    judged: Vec<String>,
    finished: bool,
    passed: bool,
    whole: bool,
    sections_passed: usize,
    /// Reports did not have points from the beginning.
    #[serde(default)]
    points: usize,
    #[serde(default)]
    maximum: usize,
    problem: Option<String>,
    sections: Vec<JsonSection>,
    speed: Option<Speed>,
}

/// A section of a report, with the checks that were asked for.
#[derive(Debug, Serialize, Deserialize)]
struct JsonSection {
    number: usize,
    name: String,
    title: String,
    #[serde(default)]
    points: usize,
    #[serde(default)]
    maximum: usize,
    checks: Vec<JsonCheck>,
}

/// A check of a report, and how it has ended.
#[derive(Debug, Serialize, Deserialize)]
struct JsonCheck {
    number: String,
    name: String,
    level: JsonLevel,
    verdict: Verdict,
    requirement: String,
    sentences: Vec<String>,
    page: String,
    page_title: String,
    exercise: Option<String>,
    seconds: f64,
    message: Option<String>,
}

/// Whether the specification says *must*.
#[derive(Debug, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
enum JsonLevel {
    Required,
    Recommended,
}

impl JsonReport {
    /// The place of the file that is renewed after each check, so that a page can watch the run: below cargo's folder for what it builds.
    pub const PLACE: &str = "conformance/report.json";

    /// Reads what may have been written by any program.
    ///
    /// # Errors
    ///
    /// When it is no report, or one of another version.
    pub fn read(json: &[u8]) -> anyhow::Result<Self> {
        let report: Self = serde_json::from_slice(json)?;
        ensure!(report.schema == SCHEMA, "it has version {} of the format, not {SCHEMA}", report.schema);
        Ok(report)
    }
}

/// All of it as text, with the members in the order of their names. `judged` are the words of the command, or the address of a
/// server that runs.
pub(crate) fn report(report: &Report, judged: &[String]) -> serde_json::Result<String> {
    let sections = report.sections().map(|(number, section, outcomes)| JsonSection {
        number,
        name: section.name.to_owned(),
        title: section.title.to_owned(),
        points: outcomes.iter().map(|outcome| outcome.points()).sum(),
        maximum: outcomes.iter().map(|outcome| outcome.maximum()).sum(),
        checks: outcomes.into_iter().map(check).collect(),
    });
    let all = JsonReport {
        schema: SCHEMA,
        subject: report.subject.name().to_owned(),
        judged: judged.to_vec(),
        finished: report.finished,
        passed: report.finished && report.passed(),
        whole: report.whole,
        sections_passed: report.sections_passed(),
        points: report.outcomes.iter().map(Outcome::points).sum(),
        maximum: report.outcomes.iter().map(Outcome::maximum).sum(),
        problem: report.unusable.clone(),
        sections: sections.collect(),
        speed: report.speed.clone(),
    };
    serde_json::to_string_pretty(&json!(all))
}

fn check(outcome: &Outcome) -> JsonCheck {
    let check = outcome.check;
    JsonCheck {
        number: outcome.place(),
        name: check.name.to_owned(),
        level: if check.is_required() { JsonLevel::Required } else { JsonLevel::Recommended },
        verdict: outcome.verdict,
        requirement: check.requirement.to_owned(),
        sentences: check.sentences().iter().map(ToString::to_string).collect(),
        page: check.lesson.page.to_owned(),
        page_title: check.lesson.title.to_owned(),
        exercise: check.lesson.exercise.map(str::to_owned),
        seconds: outcome.time.as_secs_f64(),
        message: Some(outcome.message.clone()).filter(|message| !message.is_empty()),
    }
}

/// What cargo puts into its folder for what it builds, and nobody else does; the first only if cargo has made the folder.
const MARKS: [&str; 2] = ["CACHEDIR.TAG", ".rustc_info.json"];

/// The usual file, if this program was built by cargo and is still where cargo has put it.
pub(crate) fn usual() -> Option<PathBuf> {
    let program = env::current_exe().ok()?;
    let is_target = |folder: &&Path| MARKS.iter().any(|mark| folder.join(mark).is_file());
    let target = program.ancestors().find(is_target)?;
    Some(target.join(JsonReport::PLACE))
}

/// Replaces the file in one step, so that nobody reads half of it, and two judges at once do not meet.
pub(crate) fn renew(file: &Path, text: &str) -> anyhow::Result<()> {
    let unfinished = file.with_extension(format!("{}.unfinished", process::id()));
    let written = file.parent().map_or(Ok(()), fs::create_dir_all);
    let written = written.and_then(|()| fs::write(&unfinished, text));
    let written = written.and_then(|()| fs::rename(&unfinished, file));
    written.with_context(|| format!("could not write {}", file.display()))
}
