//! Running one check: with a limit, and with whatever goes wrong put into a message.

use super::{
    cause::likely_cause,
    deadline::Deadline,
    failure::{Failure, fail, is_not_started},
    record::{self, Record},
    report::{is_first_start, leave, print, secret},
};
use grading_contract::{CheckReport, CheckResult, Verdict};
use std::{
    any::type_name_of_val,
    fmt::Write as _,
    panic,
    sync::{Arc, Mutex, mpsc},
    thread,
    time::Duration,
};
use support::{failure_message, lock};

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
        let check = self.start(requirement, cause, &body);
        let ended = run(body, limit);
        check.conclude(&ended.map(|(failure, record)| check.report(failure, &lock(&record))));
    }

    /// The check that stands in the function of this body. It ends here if the learner's code has started it.
    pub(crate) fn start<'a>(&'a self, requirement: &'a str, cause: &'a str, body: &impl Sized) -> Check<'a> {
        let name = function_name(type_name_of_val(body));
        if !is_first_start(name) {
            fail("a check was started by the code that it checks")
        }
        Check { exercise: self, name, requirement, cause }
    }
}

/// A check of an exercise.
pub(crate) struct Check<'a> {
    exercise: &'a Exercise,
    pub(crate) name: &'a str,
    requirement: &'a str,
    cause: &'a str,
}

impl Check<'_> {
    /// What is to be said when it has ended so.
    pub(crate) fn report(&self, failure: Option<Failure>, record: &Record) -> CheckReport {
        let Self { exercise: Exercise { name, .. }, requirement, .. } = self;
        let (verdict, message) = match failure {
            None => (Verdict::Passed, String::new()),
            Some(failure) if is_not_started(&failure.what) => (
                Verdict::NotStarted,
                format!("Not started. Requirement: {requirement}\n\nHint: cargo grade hint {name}\n"),
            ),
            Some(failure) => {
                let verdict = if failure.hangs { Verdict::TimedOut } else { Verdict::Failed };
                (verdict, self.failure_message(&failure, record))
            }
        };
        CheckReport { name: self.name.to_owned(), verdict, message }
    }

    /// The requirement that is not met, the traffic, the first difference, the likely cause, where to read, how to get a hint.
    fn failure_message(&self, failure: &Failure, record: &Record) -> String {
        let Self { exercise: Exercise { name, read }, requirement, .. } = self;
        let difference = failure.difference.as_ref();
        let mut message =
            failure_message(requirement, &failure.what, "your code", &record.transcript, difference);
        let cause = likely_cause(self.cause, failure, &record.observed);
        let _ = write!(message, "\nLikely cause: {cause}\nRead: {read}\nHint: cargo grade hint {name}\n");
        message
    }

    /// Passes the result on, and fails the test unless the check has passed.
    pub(crate) fn conclude(&self, result: &CheckResult) {
        leave(self.name, result);
        match result {
            Ok(report) if report.verdict == Verdict::Passed => return,
            // `cargo grade` has it in the report, and shows what is printed as the learner's.
            Ok(report) if secret().is_empty() => print(format_args!("\n{}", report.message)),
            _ => {}
        }
        // The message has said it all: no message and no backtrace on top of it.
        panic::resume_unwind(Box::new(()))
    }
}

/// Runs the body on a thread of its own, since nothing else can leave code behind that does not come back. Returns how it has
/// failed, if it has, and what was recorded; an error is what this machine could not do.
pub(crate) fn run(
    body: impl FnOnce() + Send + 'static,
    limit: Duration,
) -> Result<(Option<Failure>, Arc<Mutex<Record>>), String> {
    let deadline = Arc::new(Deadline::of_check(limit));
    let step = "waiting for your code to return".to_owned();
    let record = Record { step, deadline: Arc::clone(&deadline), ..Record::default() };
    let record = Arc::new(Mutex::new(record));
    let (done, waiting) = mpsc::channel();
    let theirs = Arc::clone(&record);
    let spawned = thread::Builder::new().spawn(move || {
        record::enter(Arc::clone(&theirs));
        let failure = Failure::catch(body).err();
        // Nobody may be waiting any more.
        let _ = done.send(failure.or_else(|| lock(&theirs).ended.take()));
    });
    spawned.map_err(|error| format!("a thread could not be started: {error}"))?;
    let ended = |left| waiting.recv_timeout(left).ok();
    let failure = deadline.wait(ended).or_else(|| deadline.and_then(GRACE).wait(ended));
    let failure = failure.unwrap_or_else(|| {
        let what = format!("{} took more than {} s", lock(&record).step, limit.as_secs());
        Some(Failure::hanging(what))
    });
    Ok((failure, record))
}

/// `ex2_5_half_close::all_of_the_reply_comes::{{closure}}` is the check `all_of_the_reply_comes`. One in the learner's
/// file keeps its module, so that it can never report for another.
fn function_name(type_name: &str) -> &str {
    let path = type_name.trim_end_matches("::{{closure}}");
    path.split_once("::").map_or(path, |(_crate, path)| path)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{note, step, value_of};
    use std::io::{Error, ErrorKind};

    #[test]
    fn what_a_check_tells_of_itself_is_kept_for_its_message() {
        let body = || {
            note("listen(127.0.0.1:0)");
            step("waiting for a client");
            fail("nobody came")
        };
        let (failure, record) = run(body, LIMIT).unwrap();
        assert_eq!(failure.unwrap().what, "nobody came");
        assert_eq!(lock(&record).transcript.to_string(), "· listen(127.0.0.1:0)\n");
        assert_eq!(lock(&record).step, "waiting for a client");
    }

    #[test]
    fn an_error_where_there_should_be_none_is_not_called_a_panic() {
        let body = || {
            let refused = Err::<(), _>(Error::new(ErrorKind::ConnectionRefused, "refused"));
            value_of("listen(127.0.0.1:0)", refused);
        };
        let (failure, _) = run(body, LIMIT).unwrap();
        assert_eq!(failure.unwrap().what, "listen(127.0.0.1:0) returned an error: refused");
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
