//! Telling `cargo grade` how a check ended, out of reach of what the learner's code prints or how it exits.
//!
//! `cargo grade` names a folder in the environment, which everybody can read, and a secret on standard input, which can
//! be read once. With the secret a check signs all that its report says, so a report that is copied or changed is
//! worth nothing.

use super::check::lock;
use siphasher::sip128::{Hasher128 as _, SipHasher24};
use std::{
    collections::BTreeSet,
    env, fs,
    hash::Hash as _,
    io::{self, Write as _},
    path::Path,
    sync::{Mutex, OnceLock},
};

/// The folder for the reports.
const FOLDER: &str = "GRADE_REPORTS";

/// Tells a child process which test it has been started for.
pub(crate) const CHILD: &str = "GRADE_CHILD";

/// Stands in the place of a verdict when a check could not be run, or could not report.
pub const UNABLE: &str = "unable";

/// What only `cargo grade` and the checks know.
static SECRET: OnceLock<String> = OnceLock::new();

/// The checks that have been started in this process.
static STARTED: Mutex<BTreeSet<String>> = Mutex::new(BTreeSet::new());

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
        if !told {
            return String::new();
        }
        close_memory();
        io::read_to_string(io::stdin()).unwrap_or_default()
    })
}

/// Whether nobody has started this check before, if there is somebody to report to. A check that the learner's code calls
/// until it passes by luck must not count.
pub(crate) fn is_first_start(check: &str) -> bool {
    listen().is_empty() || lock(&STARTED).insert(check.to_owned())
}

/// On Linux, safe code can read its own memory as a file, and that of other programs of its user. From here on the files
/// of this program belong to the superuser (`PR_SET_DUMPABLE(2const)`); elsewhere there are none.
#[cfg(target_os = "linux")]
pub fn close_memory() {
    // A system that does not know this call has no such protection.
    let _ = nix::sys::prctl::set_dumpable(false);
}

/// There is no file of this program's memory.
#[cfg(not(target_os = "linux"))]
pub fn close_memory() {}

/// What a report begins with: nobody without the secret can make it for another check, verdict or message.
///
/// The secret is a number of 128 bits in hexadecimal digits.
#[must_use]
pub fn signature(secret: &str, check: &str, verdict: &str, message: &str) -> String {
    let key = u128::from_str_radix(secret, 16).unwrap_or_default();
    let mut hasher = SipHasher24::new_with_key(&key.to_le_bytes());
    (check, verdict, message).hash(&mut hasher);
    format!("{:032x}", hasher.finish128().as_u128())
}

/// Leaves a file of the check's name: its signature, the verdict, and the message. Without `cargo grade` it does nothing.
pub(crate) fn report(check: &str, verdict: Verdict, message: &str) {
    let (Some(folder), Some(secret)) = (env::var_os(FOLDER), SECRET.get()) else {
        return;
    };
    let word = verdict.word();
    let report = format!("{}\n{word}\n{message}", signature(secret, check, word, message));
    let folder = Path::new(&folder);
    // Under another name first, so that nobody who looks meanwhile sees half of it. A report that cannot be written is
    // missing, and a check without a report has not passed.
    let unfinished = folder.join(format!("{check}.unfinished"));
    let written = fs::write(&unfinished, report).and_then(|()| fs::rename(&unfinished, folder.join(check)));
    if let Err(error) = written {
        say_unable(check, &format!("the report could not be written: {error}"));
    }
}

/// Says that this machine cannot check, in a line that `cargo grade` believes: what is printed needs no disk.
pub(crate) fn say_unable(check: &str, why: &str) {
    if let Some(secret) = SECRET.get().filter(|secret| !secret.is_empty()) {
        // Past the harness, and in one piece. Who cannot even print is missing.
        let line = format!("\n{} {why}\n", signature(secret, check, UNABLE, why));
        let _ = io::stderr().write_all(line.as_bytes());
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_signature_is_of_everything_that_a_report_says() {
        let secret = "0123456789abcdef0123456789abcdef";
        let signed = signature(secret, "check", "failed", "why");
        assert_eq!(signed, signature(secret, "check", "failed", "why"));
        for other in [
            signature("1123456789abcdef0123456789abcdef", "check", "failed", "why"),
            signature(secret, "other", "failed", "why"),
            signature(secret, "check", "passed", "why"),
            signature(secret, "check", "failed", ""),
            signature(secret, "check", "failedwhy", ""),
        ] {
            assert_ne!(signed, other);
        }
    }
}
