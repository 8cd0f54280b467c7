//! What `cargo grade` and the programs of the exercises tell each other.
//!
//! `cargo grade` names a folder in the environment, which everybody can read, and a secret on standard input, which can be
//! read once. Each check leaves a [`CheckReport`] in the folder, [signed](sign) with the secret: a report that is copied or
//! changed is worth nothing. What cannot be written there is printed, between two [marks](mark).
//!
//! A signed text has three parts that a line end separates: the signature, a word, and a message, which may have several
//! lines. It is not JSON, so that the programs of the exercises link nothing for it.

use siphasher::sip128::{Hasher128 as _, SipHasher24};
use std::hash::{BuildHasher as _, Hash as _, RandomState};

/// The environment variable that names the folder for the reports.
pub const FOLDER: &str = "GRADE_REPORTS";

/// Stands around a text that is printed, and never in one.
const MARK: char = '\0';

/// Stands in the place of a verdict when a check could not be run, or could not report.
const UNABLE: &str = "unable";

/// How an exercise, or one of its checks, stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Verdict {
    /// The check passed, or all of them.
    Passed,
    /// A check found something else than its requirement.
    Failed,
    /// The learner's code, or the compiler, did not come to an end.
    TimedOut,
    /// There is no program to check.
    DoesNotCompile,
    /// There is still a `todo!()` in the learner's code.
    NotStarted,
}

impl Verdict {
    const ALL: [Self; 5] =
        [Self::Passed, Self::Failed, Self::TimedOut, Self::DoesNotCompile, Self::NotStarted];

    /// As it is shown, reported, and written in JSON.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Self::Passed => "passed",
            Self::Failed => "failed",
            Self::TimedOut => "timed out",
            Self::DoesNotCompile => "does not compile",
            Self::NotStarted => "not started",
        }
    }

    /// The verdict of this word.
    #[must_use]
    pub fn from_word(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|verdict| verdict.word() == word)
    }

    /// The verdict on an exercise from those on its checks.
    ///
    /// A check that failed knows more than one that timed out, and what is half written has begun.
    #[must_use]
    pub fn of_all(checks: &[Self]) -> Self {
        let all = |verdict| !checks.is_empty() && checks.iter().all(|check| *check == verdict);
        let any = |verdict| checks.contains(&verdict);
        match () {
            () if all(Self::Passed) => Self::Passed,
            () if all(Self::NotStarted) => Self::NotStarted,
            () if any(Self::TimedOut) && !any(Self::Failed) => Self::TimedOut,
            () => Self::Failed,
        }
    }
}

/// How a check ended.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CheckReport {
    /// The name of the check.
    pub name: String,
    /// How it ended.
    pub verdict: Verdict,
    /// What the learner is told; nothing when it passed.
    pub message: String,
}

/// The report of a check, or why this machine could not run it.
pub type CheckResult = Result<CheckReport, String>;

/// A number of 128 bits in hexadecimal digits that nobody can guess: the system chooses the key of each [`RandomState`].
#[must_use]
pub fn new_secret() -> String {
    [(); 2].map(|()| format!("{:016x}", RandomState::new().hash_one(()))).concat()
}

/// The result as a text with a signature, which nobody without the secret can make for another check, verdict or message.
///
/// The secret is a [new one](new_secret).
#[must_use]
pub fn sign(result: &CheckResult, check: &str, secret: &str) -> String {
    let (word, message) = match result {
        Ok(report) => (report.verdict.word(), &report.message),
        Err(why) => (UNABLE, why),
    };
    let message = message.replace(MARK, "\\0");
    format!("{}\n{word}\n{message}", signature(secret, check, word, &message))
}

/// The result that a text is, if the check has signed it.
#[must_use]
pub fn verify(text: &str, check: &str, secret: &str) -> Option<CheckResult> {
    let (signed, rest) = text.split_once('\n')?;
    let (word, message) = rest.split_once('\n')?;
    if signed != signature(secret, check, word, message) {
        return None;
    }
    let message = message.to_owned();
    if word == UNABLE {
        return Some(Err(message));
    }
    Some(Ok(CheckReport { name: check.to_owned(), verdict: Verdict::from_word(word)?, message }))
}

/// A signed text for the output of a program, whatever else is printed there.
#[must_use]
pub fn mark(signed: &str) -> String {
    format!("{MARK}{signed}{MARK}")
}

/// The result that the check has signed and [marked](mark) in what a program printed.
#[must_use]
pub fn printed(output: &str, check: &str, secret: &str) -> Option<CheckResult> {
    output.split(MARK).find_map(|text| verify(text, check, secret))
}

fn signature(secret: &str, check: &str, word: &str, message: &str) -> String {
    let key = u128::from_str_radix(secret, 16).unwrap_or_default();
    let mut hasher = SipHasher24::new_with_key(&key.to_le_bytes());
    (check, word, message).hash(&mut hasher);
    format!("{:032x}", hasher.finish128().as_u128())
}

/// On Linux, safe code can read its own memory as a file, and that of other programs of its user. From here on the files
/// of this program belong to the superuser (`PR_SET_DUMPABLE(2const)`); elsewhere there are none.
pub fn close_memory() {
    // A system that does not know this call has no such protection.
    #[cfg(target_os = "linux")]
    let _ = nix::sys::prctl::set_dumpable(false);
}

#[cfg(test)]
mod tests {
    use super::{
        Verdict::{Failed, NotStarted, Passed, TimedOut},
        *,
    };

    const SECRET: &str = "0123456789abcdef0123456789abcdef";

    fn report(verdict: Verdict, message: &str) -> CheckReport {
        CheckReport { name: "check".into(), verdict, message: message.into() }
    }

    #[test]
    fn a_report_says_what_was_signed_and_nothing_else() {
        let failed = Ok(report(Failed, "Dear learner\n\nno\n"));
        let signed = sign(&failed, "check", SECRET);
        assert_eq!(verify(&signed, "check", SECRET), Some(failed));
        let unknown_word = format!("{}\nexcellent\n", signature(SECRET, "check", "excellent", ""));
        for (text, check, secret) in [
            (&signed, "check", "1123456789abcdef0123456789abcdef"),
            (&signed, "other", SECRET),
            (&signed.replace("\nfailed\n", "\npassed\n"), "check", SECRET),
            (&signed.replace("no", "nearly"), "check", SECRET),
            (&signed.replace("failed\nDear", "failedDear\n"), "check", SECRET),
            (&signed[..32].to_owned(), "check", SECRET),
            (&unknown_word, "check", SECRET),
        ] {
            assert_eq!(verify(text, check, secret), None, "{text}");
        }
    }

    #[test]
    fn a_report_is_found_in_what_is_printed_around_it() {
        let passed = Ok(report(Passed, "with a \0 in it"));
        let output = format!("flood\0\n{}test … ok\n", mark(&sign(&passed, "check", SECRET)));
        assert_eq!(printed(&output, "check", SECRET), Some(Ok(report(Passed, "with a \\0 in it"))));
    }

    #[test]
    fn a_machine_that_cannot_check_says_why_and_that_is_no_report() {
        let unable = Err("no thread".to_owned());
        let output = format!("flood\n{}", mark(&sign(&unable, "check", SECRET)));
        assert_eq!(printed(&output, "check", SECRET), Some(unable));
        assert_eq!(printed(&output, "other", SECRET), None);
    }

    #[test]
    fn an_exercise_is_passed_when_all_of_its_checks_are() {
        for (checks, verdict) in [
            (&[Passed, Passed][..], Passed),
            (&[Passed, NotStarted], Failed),
            (&[NotStarted, NotStarted], NotStarted),
            (&[Passed, TimedOut, NotStarted], TimedOut),
            (&[TimedOut, Failed], Failed),
            (&[], Failed),
        ] {
            assert_eq!(Verdict::of_all(checks), verdict, "{checks:?}");
        }
    }
}
