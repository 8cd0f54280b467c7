//! Telling `cargo grade` how a check ended, out of reach of what the learner's code prints or how it exits.
//!
//! `cargo grade` names a folder in the environment, which everybody can read, and a secret on standard input, which can
//! be read once. A check signs its report with the secret and its own name, so a report that is copied is worth nothing.

use std::{
    env, fs,
    hash::{DefaultHasher, Hash as _, Hasher as _},
    io,
    path::Path,
    sync::OnceLock,
};

/// The folder for the reports.
const FOLDER: &str = "GRADE_REPORTS";

/// Tells a child process which test it has been started for.
pub(crate) const CHILD: &str = "GRADE_CHILD";

/// What only `cargo grade` and the checks know.
static SECRET: OnceLock<String> = OnceLock::new();

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

/// Hears the secret, before any of the learner's code runs: from `cargo grade`, or in a child process from its parent.
/// Without either there is none.
pub(crate) fn listen() -> &'static str {
    SECRET.get_or_init(|| {
        let told = [FOLDER, CHILD].iter().any(|variable| env::var_os(variable).is_some());
        if told { io::read_to_string(io::stdin()).unwrap_or_default() } else { String::new() }
    })
}

/// What a report on this check begins with.
#[must_use]
pub fn signature(secret: &str, check: &str) -> String {
    let mut hasher = DefaultHasher::new();
    (secret, check).hash(&mut hasher);
    format!("{:016x}", hasher.finish())
}

/// Leaves a file of the check's name: its signature, the verdict, and the letter. Without `cargo grade` it does nothing.
pub(crate) fn report(check: &str, verdict: Verdict, letter: &str) {
    let (Some(folder), Some(secret)) = (env::var_os(FOLDER), SECRET.get()) else {
        return;
    };
    let report = format!("{}\n{}\n{letter}", signature(secret, check), verdict.word());
    let folder = Path::new(&folder);
    // Under another name first, so that nobody who looks meanwhile sees half of it. A report that cannot be written is
    // missing, and a check without a report has not passed.
    let unfinished = folder.join(format!("{check}.unfinished"));
    let _ = fs::write(&unfinished, report).and_then(|()| fs::rename(&unfinished, folder.join(check)));
}
