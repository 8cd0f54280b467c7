//! The messages about checks without a report that counts: their program ended too early, or not at all, or wrote over it.

use crate::{exercise::Exercise, outcome::Check, printable::printable, verdict::Verdict};
use std::{process::ExitStatus, time::Duration};
use testkit::grade::in_words;

/// How many lines are shown of what a program said last.
const LAST_WORDS: usize = 6;

/// The program ended while this check ran.
pub(crate) fn too_early(exercise: &Exercise, name: String, status: ExitStatus, output: &str) -> Check {
    let cause = match status.code() {
        Some(_) => {
            "std::process::exit, which ends everything and not only your function. \
             Return instead; only a program's main decides when it ends."
        }
        None => {
            "a stack that overflowed, or an abort: neither can be caught, and both end the whole program."
        }
    };
    let message = format!(
        "Requirement not met: your code leaves the program running.\n\n\
         The program ended ({}) before this check was done.\n{}\n\
         Likely cause: {cause}\nHint: cargo grade hint {}\n",
        in_words(status),
        last_words(output),
        exercise.name,
    );
    Check { name, verdict: Verdict::Failed, message }
}

/// The program did not end.
pub(crate) fn too_long(exercise: &Exercise, name: String, limit: Duration) -> Check {
    let message = format!(
        "Requirement not met: your code comes back.\n\n\
         This check was not done after {} s, and was stopped.\n\n\
         Likely cause: a loop without a way out, or a wait for something that never comes.\n\
         Hint: cargo grade hint {}\n",
        limit.as_secs(),
        exercise.name,
    );
    Check { name, verdict: Verdict::TimedOut, message }
}

/// The compiler did not end.
pub(crate) fn compiler_took_too_long(exercise: &Exercise, limit: Duration) -> String {
    format!(
        "Not graded: the compiler was not done with this exercise after {} s, and was stopped.\n\n\
         Likely cause: a `const` whose value is computed in a loop without a way out, or an `include_str!` of \
         something that is no ordinary file.\n\
         Hint: cargo grade hint {}\n",
        limit.as_secs(),
        exercise.name,
    )
}

/// Something has written over its report.
pub(crate) fn changed(exercise: &Exercise, name: String) -> Check {
    let message = format!(
        "Requirement not met: your code leaves the reports of the checks alone.\n\n\
         The report on this check is not the one that the check has written.\n\n\
         Likely cause: code that writes to files which it has not made.\n\
         Hint: cargo grade hint {}\n",
        exercise.name,
    );
    Check { name, verdict: Verdict::Failed, message }
}

/// What the program said last, apart from what the test harness says.
fn last_words(output: &str) -> String {
    let harness = |line: &&str| !line.trim().is_empty() && !line.starts_with("running ");
    let lines: Vec<_> = output.lines().filter(harness).collect();
    let last = &lines[lines.len().saturating_sub(LAST_WORDS)..];
    if last.is_empty() {
        String::new()
    } else {
        format!("\nIts last words:\n  {}\n", printable(&last.join("\n  ")))
    }
}
