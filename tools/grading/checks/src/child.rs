//! A check in a process of its own, for code that may take the whole process down with it.

use super::{
    Exercise,
    check::{GRACE, LIMIT, Record, Unable, conclude, ensure_first_start, function_name, lock, run},
    failure::Failure,
    report::{CHILD, secret},
};
use grading_contract::{CheckReport, mark, reason, unable};
use std::{
    any::type_name_of_val,
    env,
    hash::{BuildHasher as _, RandomState},
    io::{self, BufRead as _, BufReader, Read, Write as _},
    process::{self, Child, Command, Stdio},
    sync::{Arc, Mutex, mpsc},
    thread,
    time::{Duration, Instant},
};
use support::describe_exit;

/// How a program ended whose stack was too small.
const OVERFLOW: &str = "it overflowed the stack";

/// How many bytes of a line of standard error are looked at together, so that no line takes much memory.
const LONGEST_LINE: u64 = 4096;

/// How much is kept of what a child prints. Its report comes last, and is shorter.
const KEPT: usize = 1024 * 1024;

/// The child has the usual limit, and some time to start and to report.
const CHILD_LIMIT: Duration = LIMIT.saturating_add(GRACE).saturating_add(GRACE);

impl Exercise {
    /// The same as [`check`](Self::check), but `body` runs in a child process, so that code which overflows its stack
    /// fails its check instead of ending all of them.
    ///
    /// The child is this test's executable, started again for this test alone. What it did is not part of the message.
    pub fn check_in_child<F: FnOnce() + Send + 'static>(&self, requirement: &str, cause: &str, body: F) {
        let name = function_name(type_name_of_val(&body));
        ensure_first_start(name);
        conclude(self.report_of_child(name, requirement, cause, body));
    }

    /// The report of the child process, or this process's own if there is none. It does not return in the child.
    fn report_of_child(
        &self,
        name: &str,
        requirement: &str,
        cause: &str,
        body: impl FnOnce() + Send + 'static,
    ) -> Result<CheckReport, Unable> {
        let report = |failure: Option<Failure>, unable: Option<String>| {
            let mut record = Record { unable, ..Record::default() };
            record.observed.slow_child = failure.as_ref().is_some_and(|failure| failure.hangs);
            self.report(name, requirement, cause, failure, &record)
        };
        if env::var(CHILD).is_ok_and(|child| child == name) {
            let record = Record { deadline: Instant::now() + LIMIT, ..Record::default() };
            let record = Arc::new(Mutex::new(record));
            let failure = run(body, &record, LIMIT);
            let report = report(failure, lock(&record).unable.take());
            let signed = report.map_or_else(
                |Unable { check, why }| unable(&check, &why, secret()),
                |report| report.signed(secret()),
            );
            // Straight to the pipe, past the harness; the parent sees that nothing came.
            let _ = io::stdout().write_all(mark(&signed).as_bytes()).and_then(|()| io::stdout().flush());
            process::exit(0)
        }
        match child(name) {
            Ok(Ended::Reported(report)) => Ok(report),
            Ok(Ended::Unable(why)) => report(None, Some(why)),
            Ok(Ended::Failed(failure)) => report(Some(failure), None),
            Err(error) => {
                let why = format!("this machine could not start the checks in their own process: {error}");
                report(None, Some(why))
            }
        }
    }
}

/// How a child process ended.
#[derive(Debug)]
enum Ended {
    Reported(CheckReport),
    Unable(String),
    /// Without a word: the learner's code ended it, or has not come back.
    Failed(Failure),
}

/// Starts this executable for one test, and waits for its report.
fn child(test: &str) -> io::Result<Ended> {
    let mut child = Command::new(env::current_exe()?)
        // The harness would keep all that is printed in the child's memory.
        .args([test, "--exact", "--nocapture"])
        .env(CHILD, test)
        .env_remove("RUST_MIN_STACK")
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()?;
    let secret = [(); 2].map(|()| format!("{:016x}", RandomState::new().hash_one(test))).concat();
    // A child that ends before it has read this has no report to sign.
    let _ = child.stdin.take().map(|mut stdin| stdin.write_all(secret.as_bytes()));
    let (overflowed, overflow) = mpsc::channel();
    report_overflow(child.stderr.take(), overflowed);
    let printed = gathered(child.stdout.take()).recv_timeout(CHILD_LIMIT);
    let overflow = || overflow.recv_timeout(GRACE).is_ok();
    let died = |why: String| Failure::new(format!("your code ended the whole program: {why}"));
    let Ok(printed) = printed else {
        end(&mut child);
        // A system that gathers information about the fault keeps the program for a while.
        return Ok(Ended::Failed(if overflow() {
            died(OVERFLOW.into())
        } else {
            let what = "waiting for your code, which runs in its own process took too long";
            Failure { hangs: true, ..Failure::new(what) }
        }));
    };
    let status = child.wait()?;
    Ok(if let Some(report) = CheckReport::printed(&printed, test, &secret) {
        Ended::Reported(report)
    } else if let Some(why) = reason(&printed, test, &secret) {
        Ended::Unable(why.to_owned())
    } else {
        Ended::Failed(died(if overflow() { OVERFLOW.into() } else { describe_exit(status) }))
    })
}

fn end(child: &mut Child) {
    // It may have ended just now.
    let _ = child.kill();
    let _ = child.wait();
}

/// Says so when the standard error of a program tells that its stack has overflowed, and goes on reading: a full pipe would
/// stall the program.
fn report_overflow(pipe: Option<impl Read + Send + 'static>, overflowed: mpsc::Sender<()>) {
    thread::spawn(move || {
        let mut pipe = pipe.map(BufReader::new);
        let mut line = Vec::new();
        while let Some(pipe) = &mut pipe
            && pipe.take(LONGEST_LINE).read_until(b'\n', &mut line).is_ok_and(|count| count > 0)
        {
            if String::from_utf8_lossy(&line).contains("overflowed its stack") {
                let _ = overflowed.send(());
            }
            line.clear();
        }
    });
}

/// The last of what comes out of a pipe, at its end. A thread reads it, since a full pipe would stall the child.
fn gathered(pipe: Option<impl Read + Send + 'static>) -> mpsc::Receiver<String> {
    let (done, text) = mpsc::channel();
    thread::spawn(move || {
        let (mut bytes, mut buffer) = (Vec::new(), [0; 8192]);
        if let Some(mut pipe) = pipe {
            // What came before an error counts.
            while let Ok(count @ 1..) = pipe.read(&mut buffer) {
                bytes.extend_from_slice(&buffer[..count]);
                if bytes.len() > 2 * KEPT {
                    bytes.drain(..bytes.len() - KEPT);
                }
            }
        }
        let _ = done.send(String::from_utf8_lossy(&bytes).into_owned());
    });
    text
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{fail, same};
    use grading_contract::Verdict;
    use std::hint::black_box;

    const EXERCISE: Exercise = Exercise { name: "none", read: "nothing" };

    #[test]
    fn a_body_that_keeps_its_promise_passes() {
        EXERCISE.check_in_child("it runs.", "none.", || assert!(env::var(CHILD).is_ok()));
    }

    /// How the check ends whose body this is.
    fn message<F: FnOnce() + Send + 'static>(body: F) -> (Verdict, String) {
        let name = function_name(type_name_of_val(&body));
        ensure_first_start(name);
        let report = EXERCISE.report_of_child(name, "it runs.", "none.", body).unwrap();
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
            let report = CheckReport { name, verdict: Verdict::Passed, message: String::new() };
            for secret in ["", "report", "0123456789abcdef0123456789abcdef"] {
                let _ = io::stdout().write_all(mark(&report.signed(secret)).as_bytes());
            }
            process::exit(0)
        });
    }

    #[test]
    fn of_a_flood_the_end_is_kept_and_the_report_is_there() {
        let (verdict, _) = message(|| {
            let line = "x".repeat(KEPT / 2);
            (0..10).for_each(|_| drop(writeln!(io::stdout(), "{line}")));
        });
        assert_eq!(verdict, Verdict::Passed);
        let flood = gathered(Some(io::repeat(b'x').take(5 * KEPT as u64)));
        assert!(flood.recv().unwrap().len() <= 2 * KEPT);
    }

    #[test]
    fn a_child_that_exits_has_not_passed() {
        fails("\nYour code ended the whole program: exit code 0.\n", || process::exit(0));
    }
}
