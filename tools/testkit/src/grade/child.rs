//! A check in a process of its own, for code that may take the whole process down with it.

use super::{
    Exercise,
    check::{GRACE, LIMIT, current, function_name, lock, run},
    difference::Difference,
    failure::Failure,
    report::{CHILD, listen},
    story::step,
};
use std::{
    any::type_name_of_val,
    env,
    hash::{BuildHasher as _, RandomState},
    io::{self, BufRead as _, BufReader, Read, Write as _},
    process::{self, Child, Command, ExitStatus, Stdio},
    sync::mpsc,
    thread,
    time::Duration,
};

/// Stands before the outcome in what a child prints, and between its parts. The outcome begins with the secret that the
/// child was told, so that the learner's code cannot print one.
const MARK: char = '\0';

/// How a program ended whose stack was too small.
const OVERFLOW: &str = "it overflowed the stack";

/// How many bytes of a line of standard error are looked at together, so that no line takes much memory.
const LONGEST_LINE: u64 = 4096;

/// How much is kept of what a child prints. Its outcome comes last, and is shorter.
const KEPT: usize = 1024 * 1024;

/// The child has the usual limit, and some time to start and to tell.
const CHILD_LIMIT: Duration = LIMIT.saturating_add(GRACE).saturating_add(GRACE);

impl Exercise {
    /// The same as [`check`](Self::check), but `body` runs in a child process, so that code which overflows its stack
    /// fails its check instead of ending all of them.
    ///
    /// The child is this test's executable, started again for this test alone. What it did is not part of the message.
    pub fn check_in_child<F: FnOnce() + Send + 'static>(&self, promise: &str, cause: &str, body: F) {
        let name = function_name(type_name_of_val(&body));
        self.check_named(&name, CHILD_LIMIT, promise, cause, || {
            if let Some(failure) = failure_in_child(body) {
                failure.throw()
            }
        });
    }
}

/// Runs the body: in a child process, unless this is already the one.
fn failure_in_child<F: FnOnce() + Send + 'static>(body: F) -> Option<Failure> {
    let test = test_name(type_name_of_val(&body));
    if env::var(CHILD).is_ok_and(|child| child == test) {
        let secret = listen();
        let outcome = outcome(secret, run(body, &current(), LIMIT));
        // Straight to the pipe, past the harness; who cannot be told will see that nothing came.
        let _ = io::stdout().write_all(outcome.as_bytes()).and_then(|()| io::stdout().flush());
        process::exit(0)
    }
    step("waiting for your code, which runs in its own process");
    child(test).unwrap_or_else(|error| {
        let why = format!("this machine could not start the checks in their own process: {error}");
        lock(&current()).unable = Some(why.clone());
        Some(Failure::new(why))
    })
}

/// Starts this executable for one test, and waits for what its body says.
fn child(test: &str) -> io::Result<Option<Failure>> {
    let mut child = Command::new(env::current_exe()?)
        // The harness would keep all that is printed in the child's memory.
        .args([test, "--exact", "--nocapture"])
        .env(CHILD, test)
        .env_remove("RUST_MIN_STACK")
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()?;
    let secret = format!("{:016x}", RandomState::new().hash_one(test));
    // Who ends before it has heard this has no outcome to tell.
    let _ = child.stdin.take().map(|mut stdin| stdin.write_all(secret.as_bytes()));
    let (overflowed, overflow) = mpsc::channel();
    report_overflow(child.stderr.take(), overflowed);
    let printed = gathered(child.stdout.take()).recv_timeout(CHILD_LIMIT);
    let overflow = || overflow.recv_timeout(GRACE).is_ok();
    let died = |why: String| Failure::new(format!("your code ended the whole program: {why}"));
    let Ok(printed) = printed else {
        end(&mut child);
        // A system that gathers information about the fault keeps the program for a while.
        if overflow() {
            return Ok(Some(died(OVERFLOW.into())));
        }
        lock(&current()).observed.slow_child = true;
        let what = format!("{} took too long", lock(&current()).step);
        return Ok(Some(Failure { hangs: true, ..Failure::new(what) }));
    };
    let status = child.wait()?;
    let died = || Err(died(if overflow() { OVERFLOW.into() } else { in_words(status) }));
    let failure = said(&secret, &printed).unwrap_or_else(died).err();
    lock(&current()).observed.slow_child = failure.as_ref().is_some_and(|failure| failure.hangs);
    Ok(failure)
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

/// How a program ended, in the same words on every system; a signal in the system's own.
#[must_use]
pub fn in_words(status: ExitStatus) -> String {
    status.code().map_or_else(|| status.to_string(), |code| format!("exit code {code}"))
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

/// How a body ended, as text for the parent.
fn outcome(secret: &str, failure: Option<Failure>) -> String {
    let mut parts = vec![String::new(), secret.to_owned()];
    if let Some(Failure { what, difference, hangs, own_words }) = failure {
        parts.extend([hangs.to_string(), own_words.to_string(), what]);
        if let Some(Difference { expected, received, same }) = difference {
            parts.extend([expected, received, same.to_string()]);
        }
    }
    parts.push(String::new());
    parts.join(&MARK.to_string())
}

/// What an outcome says; nothing if there is none.
fn said(secret: &str, printed: &str) -> Option<Result<(), Failure>> {
    let mut parts = printed.split(MARK).skip_while(|part| *part != secret).skip(1);
    let first = parts.next()?;
    let Some(own_words) = parts.next() else {
        return first.is_empty().then_some(Ok(()));
    };
    let what = parts.next()?;
    let difference = match (parts.next(), parts.next(), parts.next()) {
        (Some(expected), Some(received), Some(same)) => Some(Difference {
            expected: expected.to_owned(),
            received: received.to_owned(),
            same: same.parse().ok()?,
        }),
        _ => None,
    };
    Some(Err(Failure {
        what: what.to_owned(),
        difference,
        hangs: first == "true",
        own_words: own_words == "true",
    }))
}

/// `ex3_5_bounded_nesting::it_lives::{{closure}}` is of the test `it_lives`, as the harness calls it.
fn test_name(type_name: &str) -> &str {
    let path = type_name.trim_end_matches("::{{closure}}");
    path.split_once("::").map_or(path, |(_crate, path)| path)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::grade::{fail, same};
    use std::hint::black_box;

    const EXERCISE: Exercise = Exercise { name: "none", read: "nothing" };

    #[test]
    fn a_body_that_keeps_its_promise_passes() {
        EXERCISE.check_in_child("it runs.", "none.", || assert!(env::var(CHILD).is_ok()));
    }

    #[test]
    fn what_fails_in_the_child_fails_with_the_same_words() {
        let failure = failure_in_child(|| fail("no luck")).unwrap();
        assert_eq!((failure.what.as_str(), failure.hangs), ("no luck", false));
        assert_eq!(failure.difference, None);
    }

    #[test]
    fn a_difference_comes_along() {
        let failure = failure_in_child(|| same("the sum", &15, &14)).unwrap();
        assert_eq!(failure.difference, Some(Difference::of_text("14", "15")));
    }

    #[test]
    fn a_panic_is_told() {
        let failure = failure_in_child(|| panic!("at once")).unwrap();
        assert!(failure.what.starts_with("your code panicked: at once (child.rs, line "), "{}", failure.what);
    }

    #[test]
    #[cfg_attr(windows, ignore = "under Wine std stalls while it says that the stack has overflowed")]
    fn a_stack_that_overflows_costs_only_the_child() {
        fn depth(deeper: bool) -> u64 {
            if black_box(deeper) { depth(deeper) + 1 } else { 0 }
        }
        let failure = failure_in_child(|| {
            depth(true);
        });
        assert_eq!(failure.unwrap().what, "your code ended the whole program: it overflowed the stack");
    }

    #[test]
    fn a_child_that_prints_an_outcome_has_not_passed() {
        let failure = failure_in_child(|| {
            let _ = io::stdout().write_all(outcome("outcome", None).as_bytes());
            let _ = io::stdout().write_all(outcome("", None).as_bytes());
            process::exit(0)
        });
        assert_eq!(failure.unwrap().what, "your code ended the whole program: exit code 0");
    }

    #[test]
    fn of_a_flood_the_end_is_kept_and_the_outcome_is_there() {
        let failure = failure_in_child(|| {
            let line = "x".repeat(KEPT / 2);
            (0..10).for_each(|_| drop(writeln!(io::stdout(), "{line}")));
        });
        assert!(failure.is_none());
        let flood = gathered(Some(io::repeat(b'x').take(5 * KEPT as u64)));
        assert!(flood.recv().unwrap().len() <= 2 * KEPT);
    }

    #[test]
    fn a_child_that_exits_has_not_passed() {
        let failure = failure_in_child(|| process::exit(0)).unwrap();
        assert_eq!(failure.what, "your code ended the whole program: exit code 0");
    }
}
