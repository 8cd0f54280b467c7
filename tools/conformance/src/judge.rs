//! Runs checks, each against a fresh server, and puts what they find into messages.

use crate::{
    check::Check,
    failure::{Failure, Kind},
    report::{Outcome, Report, Verdict},
    target::{Running, START_LIMIT, Target},
    trial::{Limits, Trial},
};
use std::time::{Duration, Instant};
use support::{failure_message, poll_until};

/// How long to wait for what a server prints that has closed a connection: an exception that nobody catches is printed after the
/// close, and the program ends still later.
const AFTER_A_CLOSE: Duration = Duration::from_secs(1);

/// A server that has printed nothing more for this time has said all.
const QUIET: Duration = Duration::from_millis(100);

/// Where the sentences are.
const SPECIFICATION: &str = "book/src/protocol.md";

/// After this number of checks in a row that timed out, the others of the section would most likely time out, too.
const TIMEOUTS: usize = 3;

/// Runs the checks of a report in their order, each within these limits. `watch` sees the report before the first and after each.
///
/// Unless `all` is set, it ends with the first section that has a required check which fails: the ladder is climbed rung by
/// rung. After three checks in a row that timed out, the rest of their section is left out, except required checks of a
/// section that is still passed.
///
/// # Errors
///
/// Those of `watch`.
pub fn judge(
    report: &mut Report,
    target: &dyn Target,
    limits: Limits,
    all: bool,
    mut watch: impl FnMut(&Report, Option<usize>) -> anyhow::Result<()>,
) -> anyhow::Result<()> {
    watch(report, None)?;
    for index in 0..report.outcomes.len() {
        let section = report.outcomes[index].section;
        let stops = |outcome: &Outcome| outcome.section < section && !outcome.is_fine();
        if report.unusable.is_some() || (!all && report.outcomes[..index].iter().any(stops)) {
            break;
        }
        if is_left_out(report, index) {
            leave_out(&mut report.outcomes[index]);
        } else {
            run(report, index, target, limits);
        }
        watch(report, Some(index))?;
    }
    report.finished = true;
    watch(report, None)
}

/// Whether a check would most likely time out as well, and could change nothing about whether its section is passed.
fn is_left_out(report: &Report, index: usize) -> bool {
    let outcome = &report.outcomes[index];
    let of_section = report.outcomes[..index].iter().filter(|other| other.section == outcome.section);
    let before: Vec<_> = of_section.collect();
    let timed_out = |checks: &[&Outcome]| checks.iter().all(|other| other.verdict == Verdict::TimedOut);
    let decides = outcome.check.is_required() && before.iter().all(|other| other.is_fine());
    before.windows(TIMEOUTS).any(timed_out) && !decides
}

/// A required check counts as not run, since what is skipped gives no marks and takes none away.
fn leave_out(outcome: &mut Outcome) {
    if !outcome.check.is_required() {
        outcome.verdict = Verdict::Skipped;
        "since three checks before it timed out".clone_into(&mut outcome.message);
    }
}

/// Runs one check.
fn run(report: &mut Report, index: usize, target: &dyn Target, limits: Limits) {
    let kind = report.subject.kind();
    let outcome = &mut report.outcomes[index];
    let mut server = match target.start(START_LIMIT) {
        Ok(server) => server,
        Err(why) => return report.unusable = Some(why.0),
    };
    let start = Instant::now();
    let mut trial = Trial::new(server.as_mut(), limits);
    let failure = outcome.check.body.run(&mut trial).err();
    outcome.time = start.elapsed();
    let traffic = trial.traffic.clone();
    let Some(mut failure) = failure else { return outcome.verdict = Verdict::Passed };
    if failure.kind == Kind::TimedOut {
        let (what, limit) = (failure.what, limits.check.as_secs());
        failure.what = format!("{what}. The limit of {limit} s has passed (`--time-limit` sets it)");
    }
    outcome.verdict = match failure.kind {
        Kind::Unusable => return report.unusable = Some(failure.what),
        Kind::Wrong | Kind::Closed => Verdict::Failed,
        Kind::TimedOut => Verdict::TimedOut,
        Kind::Impossible => Verdict::Skipped,
    };
    outcome.message = match failure.kind {
        Kind::Impossible => failure.what,
        _ => traffic.with(|transcript| message(outcome.check, &failure, transcript, kind, server.as_mut())),
    };
}

/// The requirement, what happened, the traffic, what the server printed, the likely cause, where to read, what to try.
fn message(
    check: &Check,
    failure: &Failure,
    transcript: &support::Transcript,
    kind: &str,
    server: &mut dyn Running,
) -> String {
    let Check { requirement, lesson, .. } = check;
    let (cause, next) = failure.seen.unwrap_or((check.cause, check.next));
    let (peer, difference) = (format!("your {kind}"), failure.difference.as_ref());
    let mut message = failure_message(requirement, &failure.what, &peer, transcript, difference);
    let mut add = |text: String| message.push_str(&text);
    if failure.kind == Kind::Closed && server.process().is_some() {
        wait_for_last_words(server);
    }
    if let Some(how) = server.ended() {
        add(format!("\nYour {kind} has ended meanwhile, with {how}.\n"));
    }
    let output = server.output();
    if !output.trim().is_empty() {
        add(format!("\nYour {kind} printed:\n{output}"));
    }
    let sentences = check.sentences().join(", ");
    add(format!("\nLikely cause: {cause}\nSpecification: {sentences} in {SPECIFICATION}\nRead: {lesson}\n"));
    if let Some(exercise) = lesson.exercise {
        add(format!("Exercise: cargo grade {exercise}\n"));
    }
    add(format!("Try next: {next}.\n"));
    message
}

fn wait_for_last_words(server: &mut dyn Running) {
    let (mut output, mut since) = (server.output(), Instant::now());
    poll_until(AFTER_A_CLOSE, || {
        let now = server.output();
        if now != output {
            (output, since) = (now, Instant::now());
        }
        server.ended().is_some() || (!output.is_empty() && since.elapsed() >= QUIET)
    });
}
