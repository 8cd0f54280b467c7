//! The reports that checks leave: a file for each, signed with a secret that only they and we know.

use crate::verdict::Verdict;
use std::{
    fs,
    hash::{BuildHasher as _, RandomState},
    io,
    path::Path,
    process::Command,
};
use tempfile::TempDir;
use testkit::grade::signature;

/// A folder for the reports of one program.
pub(crate) struct Reports {
    folder: TempDir,
    secret: String,
}

impl Reports {
    /// An empty folder below the one that is given.
    pub(crate) fn new(below: &Path) -> io::Result<Self> {
        // The standard library's hasher begins with random numbers of the system.
        let secret = format!("{:016x}", RandomState::new().hash_one(below));
        fs::create_dir_all(below)?;
        Ok(Self { folder: tempfile::Builder::new().prefix("grade-").tempdir_in(below)?, secret })
    }

    /// Tells a program where to leave its reports, and returns what it is to hear on its standard input.
    pub(crate) fn ask(&self, command: &mut Command) -> &str {
        command.env("GRADE_REPORTS", self.folder.path());
        &self.secret
    }

    /// How a check ended, and its letter; `None` without a report that deserves to be believed.
    pub(crate) fn of(&self, check: &str) -> Option<(Verdict, String)> {
        let report = fs::read_to_string(self.folder.path().join(check)).ok()?;
        let (signed, report) = report.split_once('\n')?;
        let (word, letter) = report.split_once('\n')?;
        let verdict = verdict(word).filter(|_| signed == signature(&self.secret, check))?;
        Some((verdict, letter.to_owned()))
    }
}

/// What the testkit's word for it means.
fn verdict(word: &str) -> Option<Verdict> {
    match word {
        "passed" => Some(Verdict::Passed),
        "failed" => Some(Verdict::Failed),
        "hangs" => Some(Verdict::TimedOut),
        "not started" => Some(Verdict::NotStarted),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_report_is_believed_if_it_knows_the_secret() {
        let below = tempfile::tempdir().unwrap();
        let reports = Reports::new(below.path()).unwrap();
        let leave = |name: &str, text: &str| fs::write(reports.folder.path().join(name), text).unwrap();
        let signed = |check| signature(&reports.secret, check);
        leave("honest", &format!("{}\nfailed\nDear learner\n", signed("honest")));
        leave("copied", &format!("{}\npassed\n", signed("honest")));
        leave("forged", "0000000000000000\npassed\n");
        leave("unknown", &format!("{}\nexcellent\n", signed("unknown")));
        leave("torn", &signed("torn"));
        assert_eq!(reports.of("honest"), Some((Verdict::Failed, "Dear learner\n".into())));
        for name in ["forged", "copied", "unknown", "torn", "missing"] {
            assert_eq!(reports.of(name), None, "{name}");
        }
    }
}
