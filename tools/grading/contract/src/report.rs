//! The report on a check, signed, as text: three parts that a line end separates, of which the message may have several lines.
//!
//! It is not JSON, so that the programs of the exercises link nothing for it.

use crate::Verdict;
use siphasher::sip128::{Hasher128 as _, SipHasher24};
use std::hash::Hash as _;

/// Stands around a report that is printed, and never in one.
const MARK: char = '\0';

/// Stands in the place of a verdict when a check could not be run, or could not report.
const UNABLE: &str = "unable";

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

impl CheckReport {
    /// The report with a signature, which nobody without the secret can make for another check, verdict or message.
    ///
    /// The secret is a number of 128 bits in hexadecimal digits.
    #[must_use]
    pub fn signed(&self, secret: &str) -> String {
        signed(secret, &self.name, self.verdict.word(), &self.message)
    }

    /// The report that a text is, if the check has signed it.
    #[must_use]
    pub fn verified(text: &str, check: &str, secret: &str) -> Option<Self> {
        let (word, message) = verified(text, check, secret)?;
        Some(Self { name: check.to_owned(), verdict: Verdict::from_word(word)?, message: message.to_owned() })
    }

    /// The report that the check has [marked](mark) in what a program printed.
    #[must_use]
    pub fn printed(output: &str, check: &str, secret: &str) -> Option<Self> {
        output.split(MARK).find_map(|text| Self::verified(text, check, secret))
    }
}

/// A signed text for the output of a program, whatever else is printed there.
#[must_use]
pub fn mark(signed: &str) -> String {
    format!("{MARK}{signed}{MARK}")
}

/// Says that this machine cannot check, in a signed text like that of a report.
#[must_use]
pub fn unable(check: &str, why: &str, secret: &str) -> String {
    signed(secret, check, UNABLE, why)
}

/// Why a check could not be run, if it has said so in what its program printed.
#[must_use]
pub fn reason<'a>(output: &'a str, check: &str, secret: &str) -> Option<&'a str> {
    let said = output.split(MARK).filter_map(|text| verified(text, check, secret));
    said.filter(|(word, _)| *word == UNABLE).map(|(_, why)| why).next()
}

fn signed(secret: &str, check: &str, word: &str, message: &str) -> String {
    let message = message.replace(MARK, "\\0");
    format!("{}\n{word}\n{message}", signature(secret, check, word, &message))
}

/// The word and the message of a signed text.
fn verified<'a>(text: &'a str, check: &str, secret: &str) -> Option<(&'a str, &'a str)> {
    let (signed, rest) = text.split_once('\n')?;
    let (word, message) = rest.split_once('\n')?;
    (signed == signature(secret, check, word, message)).then_some((word, message))
}

fn signature(secret: &str, check: &str, word: &str, message: &str) -> String {
    let key = u128::from_str_radix(secret, 16).unwrap_or_default();
    let mut hasher = SipHasher24::new_with_key(&key.to_le_bytes());
    (check, word, message).hash(&mut hasher);
    format!("{:032x}", hasher.finish128().as_u128())
}

#[cfg(test)]
mod tests {
    use super::*;

    const SECRET: &str = "0123456789abcdef0123456789abcdef";

    fn report(verdict: Verdict, message: &str) -> CheckReport {
        CheckReport { name: "check".into(), verdict, message: message.into() }
    }

    #[test]
    fn a_report_says_what_was_signed_and_nothing_else() {
        let failed = report(Verdict::Failed, "Dear learner\n\nno\n");
        let signed = failed.signed(SECRET);
        assert_eq!(CheckReport::verified(&signed, "check", SECRET), Some(failed));
        for (text, check, secret) in [
            (&signed, "check", "1123456789abcdef0123456789abcdef"),
            (&signed, "other", SECRET),
            (&signed.replace("\nfailed\n", "\npassed\n"), "check", SECRET),
            (&signed.replace("no", "nearly"), "check", SECRET),
            (&signed.replace("failed\nDear", "failedDear\n"), "check", SECRET),
            (&signed[..32].to_owned(), "check", SECRET),
            (&super::signed(SECRET, "check", "excellent", ""), "check", SECRET),
            (&unable("check", "why", SECRET), "check", SECRET),
        ] {
            assert_eq!(CheckReport::verified(text, check, secret), None, "{text}");
        }
    }

    #[test]
    fn a_report_is_found_in_what_is_printed_around_it() {
        let passed = report(Verdict::Passed, "with a \0 in it");
        let output = format!("flood\0\n{}test … ok\n", mark(&passed.signed(SECRET)));
        let found = CheckReport::printed(&output, "check", SECRET).unwrap();
        assert_eq!((found.verdict, found.message.as_str()), (Verdict::Passed, "with a \\0 in it"));
        assert_eq!(reason(&output, "check", SECRET), None);
    }

    #[test]
    fn a_machine_that_cannot_check_says_why() {
        let output = format!("flood\n{}", mark(&unable("check", "no thread", SECRET)));
        assert_eq!(reason(&output, "check", SECRET), Some("no thread"));
        assert_eq!(reason(&output, "other", SECRET), None);
    }
}
