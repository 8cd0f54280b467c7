//! A check in a process of its own, and code on a stack of a given size, for code that may take the whole process down with it.

use super::{
    Exercise,
    check::{Check, GRACE, LIMIT, run},
    deadline::LATEST,
    failure::{Failure, fail},
    record::Record,
    report::{CHILD, secret},
};
use grading_contract::{CheckReport, CheckResult, mark, new_secret, printed, sign};
use std::{
    env,
    io::{self, Write as _},
    process::{self, Command},
    thread,
    time::Duration,
};
use support::{ProcessSupervisor, describe_exit, run_with_limit};

/// How a program ended whose stack was too small.
const OVERFLOW: &str = "it overflowed the stack";

/// What std prints when that happens.
const OVERFLOW_MESSAGE: &str = "overflowed its stack";

/// The child ends its check itself, on a busy machine late. This is for one that cannot even do that.
const CHILD_LIMIT: Duration = LATEST.saturating_add(GRACE).saturating_add(GRACE);

impl Exercise {
    /// The same as [`check`](Self::check), but `body` runs in a child process, so that code which overflows its stack
    /// fails its check instead of ending all of them.
    ///
    /// The child is this test's executable, started again for this test alone. What it did is not part of the message.
    pub fn check_in_child<F: FnOnce() + Send + 'static>(&self, requirement: &str, cause: &str, body: F) {
        let check = self.start(requirement, cause, &body);
        check.conclude(&check.result_of_child(body));
    }
}

impl Check<'_> {
    /// What the child process reports, or this process's own report if it does not. It does not return in the child.
    fn result_of_child(&self, body: impl FnOnce() + Send + 'static) -> CheckResult {
        let report = |failure: Option<Failure>| -> CheckReport {
            let mut record = Record::default();
            record.observed.slow_child = failure.as_ref().is_some_and(|failure| failure.hangs);
            self.report(failure, &record)
        };
        if env::var(CHILD).is_ok_and(|child| child == self.name) {
            let result = run(body, LIMIT).map(|(failure, _)| report(failure));
            let signed = mark(&sign(&result, self.name, secret()));
            // Straight to the pipe, past the harness; the parent sees that nothing came.
            let _ = io::stdout().write_all(signed.as_bytes()).and_then(|()| io::stdout().flush());
            process::exit(0)
        }
        match child(self.name) {
            Ok(Ok(result)) => result,
            Ok(Err(failure)) => Ok(report(Some(failure))),
            Err(error) => {
                Err(format!("this machine could not start the checks in their own process: {error}"))
            }
        }
    }
}

/// Starts this executable for one test, and waits for its result. A failure has ended it without: the learner's code ended
/// it, or has not come back.
fn child(test: &str) -> io::Result<Result<CheckResult, Failure>> {
    let mut command = Command::new(env::current_exe()?);
    // The harness would keep all that is printed in the child's memory.
    command.args([test, "--exact", "--nocapture"]).env(CHILD, test).env_remove("RUST_MIN_STACK");
    let secret = new_secret();
    let supervisor = ProcessSupervisor::default();
    let finished = run_with_limit(command, &secret, CHILD_LIMIT, &supervisor, &mut || ())?;
    if let Some(result) = printed(&finished.output, test, &secret) {
        return Ok(Ok(result));
    }
    let died = |why: &str| Failure::new(format!("your code ended the whole program: {why}"));
    Ok(Err(match finished.status {
        // Also when time is up: a system that gathers information about the fault keeps the program for a while.
        _ if finished.output.contains(OVERFLOW_MESSAGE) => died(OVERFLOW),
        Some(status) => died(&describe_exit(status)),
        None => Failure::hanging("waiting for your code, which runs in its own process took too long"),
    }))
}

/// Runs `code` on a thread that has a stack of this many bytes, and returns what it returned.
///
/// Code that overflows its stack ends the process: call this in a
/// [`check_in_child`](Exercise::check_in_child).
pub fn on_a_stack_of<T: Send + 'static>(bytes: usize, code: impl FnOnce() -> T + Send + 'static) -> T {
    let thread = thread::Builder::new().stack_size(bytes).spawn(|| Failure::catch(code));
    match thread.map(thread::JoinHandle::join) {
        Ok(Ok(Ok(value))) => value,
        Ok(Ok(Err(failure))) => failure.throw(),
        Ok(Err(_)) => fail("your code ended its thread"),
        Err(error) => fail(format!("this machine could not start a thread: {error}")),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{failure::is_not_started, same};
    use grading_contract::Verdict;
    use std::{hint::black_box, panic::catch_unwind};

    const EXERCISE: Exercise = Exercise { name: "none", read: "nothing" };

    #[test]
    fn a_body_that_keeps_its_promise_passes() {
        EXERCISE.check_in_child("it runs.", "none.", || assert!(env::var(CHILD).is_ok()));
    }

    /// How the check ends whose body this is.
    fn message<F: FnOnce() + Send + 'static>(body: F) -> (Verdict, String) {
        let report = EXERCISE.start("it runs.", "none.", &body).result_of_child(body).unwrap();
        (report.verdict, report.message)
    }

    #[track_caller]
    fn fails<F: FnOnce() + Send + 'static>(words: &str, body: F) {
        let (verdict, message) = message(body);
        assert!(verdict == Verdict::Failed && message.contains(words), "{verdict:?} {message}");
    }

    #[test]
    fn what_fails_in_the_child_fails_with_the_same_words() {
        fails("it runs.\n\nNo luck.\n", || fail("no luck"));
    }

    #[test]
    fn a_difference_comes_along() {
        fails("  expected: 14\n  received: 15\n", || same("the sum", &15, &14));
    }

    #[test]
    fn a_panic_is_told() {
        fails("\nYour code panicked: at once (child.rs, line ", || panic!("at once"));
    }

    #[test]
    fn code_that_is_not_written_yet_is_not_started() {
        assert_eq!(message(|| todo!()).0, Verdict::NotStarted);
    }

    #[test]
    #[cfg_attr(windows, ignore = "under Wine std stalls while it says that the stack has overflowed")]
    fn a_stack_that_overflows_costs_only_the_child() {
        fn depth(deeper: bool) -> u64 {
            if black_box(deeper) { depth(deeper) + 1 } else { 0 }
        }
        fails("\nYour code ended the whole program: it overflowed the stack.\n", || {
            depth(true);
        });
    }

    #[test]
    fn a_child_that_prints_a_report_has_not_passed() {
        fails("\nYour code ended the whole program: exit code 0.\n", || {
            let name = "child::tests::a_child_that_prints_a_report_has_not_passed".to_owned();
            let passed =
                Ok(CheckReport { name: name.clone(), verdict: Verdict::Passed, message: String::new() });
            for secret in ["", "report", "0123456789abcdef0123456789abcdef"] {
                let _ = io::stdout().write_all(mark(&sign(&passed, &name, secret)).as_bytes());
            }
            process::exit(0)
        });
    }

    #[test]
    fn after_a_flood_the_report_is_there() {
        let (verdict, _) = message(|| {
            let line = "x".repeat(1 << 20);
            (0..10).for_each(|_| drop(writeln!(io::stdout(), "{line}")));
        });
        assert_eq!(verdict, Verdict::Passed);
    }

    #[test]
    fn a_child_that_exits_has_not_passed() {
        fails("\nYour code ended the whole program: exit code 0.\n", || process::exit(0));
    }

    #[test]
    fn what_the_code_returns_is_returned() {
        assert_eq!(on_a_stack_of(256 << 10, || 5), 5);
    }

    #[test]
    fn a_panic_keeps_its_words() {
        let thrown = catch_unwind(|| on_a_stack_of(256 << 10, || todo!())).unwrap_err();
        let failure = thrown.downcast::<Failure>().unwrap();
        assert!(is_not_started(&failure.what), "{}", failure.what);
    }
}
