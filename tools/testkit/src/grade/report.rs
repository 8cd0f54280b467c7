//! Telling `cargo grade` how a check ended, out of reach of what the learner's code prints or how it exits.

use std::{env, fs, path::Path};

/// The folder for the reports.
const FOLDER: &str = "GRADE_REPORTS";

/// A word that only `cargo grade` and the checks know.
const SECRET: &str = "GRADE_SECRET";

/// How a check ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Verdict {
    Passed,
    Failed,
    NotStarted,
    Hangs,
}

impl Verdict {
    fn word(self) -> &'static str {
        match self {
            Self::Passed => "passed",
            Self::Failed => "failed",
            Self::NotStarted => "not started",
            Self::Hangs => "hangs",
        }
    }
}

/// Leaves a file of the check's name: the secret, the verdict, and the letter. Without `cargo grade` it does nothing.
pub(crate) fn report(check: &str, verdict: Verdict, letter: &str) {
    let (Ok(folder), Ok(secret)) = (env::var(FOLDER), env::var(SECRET)) else {
        return;
    };
    let report = format!("{secret}\n{}\n{letter}", verdict.word());
    // A report that cannot be written is missing, and a check without a report has not passed.
    let _ = fs::write(Path::new(&folder).join(check), report);
}
