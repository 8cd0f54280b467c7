//! Running one check: with a limit, and with whatever goes wrong put into a message.

use super::{
    cause::likely_cause,
    failure::Failure,
    panics,
    record::{self, Record},
    report::{is_first_start, leave, print_unable},
    transcript::Transcript,
};
use grading_contract::{CheckReport, Verdict};
use std::{
    any::type_name_of_val,
    fmt::Write as _,
    panic::{self, AssertUnwindSafe, catch_unwind},
    sync::{Arc, Mutex, mpsc},
    thread,
    time::{Duration, Instant},
};
use support::lock;

/// How long a check may take, unless it says otherwise. Correct code needs milliseconds.
pub const LIMIT: Duration = Duration::from_secs(5);

/// How much longer the check's thread is waited for: its own waits end at the limit and say what they waited for.
pub(crate) const GRACE: Duration = Duration::from_secs(1);

/// An exercise, as its checks speak of it.
#[derive(Debug, Clone, Copy)]
pub struct Exercise {
    /// The name of its folder, by which `cargo grade` knows it.
    pub name: &'static str,
    /// Where to read about its skill.
    pub read: &'static str,
}

impl Exercise {
    /// Checks one requirement: runs `body` within the [`LIMIT`], and fails with a message when it fails.
    ///
    /// `requirement` says what the learner's code has to do, in one sentence; `cause` what usually makes it break.
    pub fn check<F: FnOnce() + Send + 'static>(&self, requirement: &str, cause: &str, body: F) {
        self.check_within(LIMIT, requirement, cause, body);
    }

    /// The same for a check that moves so much that it may take longer.
    pub fn check_within<F: FnOnce() + Send + 'static>(
        &self,
        limit: Duration,
        requirement: &str,
        cause: &str,
        body: F,
    ) {
        let name = function_name(type_name_of_val(&body));
        ensure_first_start(name);
        let record = Record { deadline: Instant::now() + limit, ..Record::default() };
        let record = Arc::new(Mutex::new(record));
        let failure = run(body, &record, limit);
        let report = self.report(name, requirement, cause, failure, &lock(&record));
        conclude(report);
    }

    /// What is to be said about a check that ended so; the reason, if this machine could not run it.
    pub(crate) fn report(
        &self,
        check: &str,
        requirement: &str,
        cause: &str,
        failure: Option<Failure>,
        record: &Record,
    ) -> Result<CheckReport, Unable> {
        if let Some(why) = &record.unable {
            return Err(Unable { check: check.to_owned(), why: why.clone() });
        }
        let (verdict, message) = match failure {
            None => (Verdict::Passed, String::new()),
            Some(failure) if panics::is_not_started(&failure.what) => {
                (Verdict::NotStarted, invitation(self, requirement))
            }
            Some(failure) => {
                let cause = likely_cause(cause, &failure, &record.observed);
                let message = failure_message(self, requirement, &cause, &failure, &record.transcript);
                (if failure.hangs { Verdict::TimedOut } else { Verdict::Failed }, message)
            }
        };
        Ok(CheckReport { name: check.to_owned(), verdict, message })
    }
}

/// The requirement that is not met, the traffic, the first difference, the likely cause, where to read, how to get a hint.
fn failure_message(
    exercise: &Exercise,
    requirement: &str,
    cause: &str,
    failure: &Failure,
    transcript: &Transcript,
) -> String {
    let mut message = format!("Requirement not met: {requirement}\n\n{}.\n", capitalized(&failure.what));
    if !transcript.is_empty() {
        let _ = writeln!(message, "\nTraffic (→ to your code, ← from it):\n{}", indented(transcript));
    }
    if let Some(difference) = &failure.difference {
        let _ = writeln!(message, "\n{}", indented(difference));
    }
    let Exercise { name, read } = exercise;
    let _ = write!(message, "\nLikely cause: {cause}\nRead: {read}\nHint: cargo grade hint {name}\n");
    message
}

/// What a learner reads who has not started yet.
fn invitation(exercise: &Exercise, requirement: &str) -> String {
    format!("Not started. Requirement: {requirement}\n\nHint: cargo grade hint {}\n", exercise.name)
}

fn indented(text: &impl ToString) -> String {
    text.to_string().lines().map(|line| format!("  {line}")).collect::<Vec<_>>().join("\n")
}

fn capitalized(text: &str) -> String {
    let mut chars = text.trim_end_matches('.').chars();
    chars.next().map(|first| first.to_uppercase().chain(chars).collect()).unwrap_or_default()
}

/// A check that this machine could not run, and why.
#[derive(Debug)]
pub(crate) struct Unable {
    pub(crate) check: String,
    pub(crate) why: String,
}

/// Ends a check that the learner's code has started.
pub(crate) fn ensure_first_start(check: &str) {
    if !is_first_start(check) {
        Failure::new("a check was started by the code that it checks").throw()
    }
}

/// Passes the report on, and fails the test unless the check has passed.
pub(crate) fn conclude(report: Result<CheckReport, Unable>) {
    match report {
        Err(Unable { check, why }) => print_unable(&check, &why),
        Ok(report) => {
            leave(&report);
            if report.verdict == Verdict::Passed {
                return;
            }
            print_message(&report.message);
        }
    }
    // The message has said it all: no message and no backtrace on top of it.
    panic::resume_unwind(Box::new(()))
}

/// Through `eprint!`, which the test harness captures and shows under the name of the test.
#[expect(clippy::print_stderr, reason = "only print's own family goes where the harness shows it")]
fn print_message(message: &str) {
    eprint!("\n{message}");
}

/// Runs the body on a thread of its own, since nothing else can leave code behind that does not come back.
pub(crate) fn run(
    body: impl FnOnce() + Send + 'static,
    record: &Arc<Mutex<Record>>,
    limit: Duration,
) -> Option<Failure> {
    let (done, waiting) = mpsc::channel();
    let theirs = Arc::clone(record);
    let spawned = thread::Builder::new().spawn(move || {
        panics::watch_this_thread();
        record::enter(Arc::clone(&theirs));
        let outcome = catch_unwind(AssertUnwindSafe(body));
        let failure = outcome.err().map(|thrown| Failure::thrown(thrown.as_ref()));
        // Nobody may be waiting any more.
        let _ = done.send(failure.or_else(|| lock(&theirs).ended.take()));
    });
    if let Err(error) = spawned {
        let why = format!("a thread could not be started: {error}");
        lock(record).unable = Some(why.clone());
        return Some(Failure::new(why));
    }
    waiting.recv_timeout(limit + GRACE).unwrap_or_else(|_| {
        let what = format!("{} took more than {} s", lock(record).step, limit.as_secs());
        Some(Failure { hangs: true, ..Failure::new(what) })
    })
}

/// `ex2_5_half_close::all_of_the_reply_comes::{{closure}}` is the check `all_of_the_reply_comes`. One in the learner's
/// file keeps its module, so that it can never report for another.
pub(crate) fn function_name(type_name: &str) -> &str {
    let path = type_name.trim_end_matches("::{{closure}}");
    path.split_once("::").map_or(path, |(_crate, path)| path)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{fail, note, step, value_of};
    use std::io::{Error, ErrorKind};

    #[test]
    fn what_a_check_tells_of_itself_is_kept_for_its_message() {
        let record = Arc::new(Mutex::new(Record::default()));
        let body = || {
            note("listen(127.0.0.1:0)");
            step("waiting for a client");
            fail("nobody came")
        };
        assert_eq!(run(body, &record, LIMIT).unwrap().what, "nobody came");
        assert_eq!(lock(&record).transcript.to_string(), "· listen(127.0.0.1:0)\n");
        assert_eq!(lock(&record).step, "waiting for a client");
    }

    #[test]
    fn an_error_where_there_should_be_none_is_not_called_a_panic() {
        let body = || {
            let refused = Err::<(), _>(Error::new(ErrorKind::ConnectionRefused, "refused"));
            value_of("listen(127.0.0.1:0)", refused);
        };
        let failure = run(body, &Arc::default(), LIMIT).unwrap();
        assert_eq!(failure.what, "listen(127.0.0.1:0) returned an error: refused");
    }

    #[test]
    fn a_check_is_called_after_the_function_it_stands_in() {
        let body = || {};
        assert_eq!(
            function_name(type_name_of_val(&body)),
            "check::tests::a_check_is_called_after_the_function_it_stands_in"
        );
    }
}
