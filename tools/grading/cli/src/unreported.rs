//! The messages about checks without a report that counts: their program ended too early, or not at all, or wrote over it.

use crate::{console::printable, exercise::Exercise};
use grading_contract::{CheckReport, Verdict};
use std::{process::ExitStatus, time::Duration};
use support::describe_exit;

/// How many lines are shown of what a program said last.
const LAST_LINES: usize = 6;

/// The program ended while this check ran.
pub(crate) fn too_early(exercise: &Exercise, name: String, status: ExitStatus, output: &str) -> CheckReport {
    let cause = match status.code() {
        Some(_) => {
            "std::process::exit, which ends the whole program and not only your function. \
             Return instead: only `main` should decide when the program ends."
        }
        None => "a stack overflow or an abort: neither can be caught, and both end the whole program.",
    };
    let message = format!(
        "Requirement not met: your code does not end the program.\n\n\
         The program ended ({}) before this check had finished.\n{}\n\
         Likely cause: {cause}\nHint: cargo grade hint {}\n",
        describe_exit(status),
        last_output(output),
        exercise.name,
    );
    CheckReport { name, verdict: Verdict::Failed, message }
}

/// The program did not end.
pub(crate) fn too_long(exercise: &Exercise, name: String, limit: Duration) -> CheckReport {
    let message = format!(
        "Requirement not met: your code returns.\n\n\
         This check had not finished after {} s and was stopped.\n\n\
         Likely cause: an endless loop, or a wait for something that never happens.\n\
         Hint: cargo grade hint {}\n",
        limit.as_secs(),
        exercise.name,
    );
    CheckReport { name, verdict: Verdict::TimedOut, message }
}

/// The compiler did not end.
pub(crate) fn compiler_took_too_long(exercise: &Exercise, limit: Duration) -> String {
    format!(
        "Not graded: the compiler had not finished this exercise after {} s and was stopped.\n\n\
         Likely cause: a `const` whose value is computed in an endless loop, or an `include_str!` of something \
         that is not an ordinary file.\n\
         Hint: cargo grade hint {}\n",
        limit.as_secs(),
        exercise.name,
    )
}

/// Something has written over its report.
pub(crate) fn changed(exercise: &Exercise, name: String) -> CheckReport {
    let message = format!(
        "Requirement not met: your code does not change the reports of the checks.\n\n\
         The report on this check is not the one that the check wrote.\n\n\
         Likely cause: code that writes to files that it did not create.\n\
         Hint: cargo grade hint {}\n",
        exercise.name,
    );
    CheckReport { name, verdict: Verdict::Failed, message }
}

/// What the program said last, apart from what the test harness says.
fn last_output(output: &str) -> String {
    let harness = |line: &&str| !line.trim().is_empty() && !line.starts_with("running ");
    let lines: Vec<_> = output.lines().filter(harness).collect();
    let last = &lines[lines.len().saturating_sub(LAST_LINES)..];
    if last.is_empty() {
        String::new()
    } else {
        format!("\nIts last output:\n  {}\n", printable(&last.join("\n  ")))
    }
}
