//! The reports that checks leave: a file for each, signed with a secret that only they and we know.

use crate::{printable::printable, verdict::Verdict};
use anyhow::bail;
use std::{
    fs,
    io::{self, ErrorKind},
    path::Path,
    process::Command,
};
use tempfile::TempDir;
use testkit::grade::{UNABLE, signature};

/// A folder for the reports of one program.
pub(crate) struct Reports {
    folder: TempDir,
    secret: String,
}

impl Reports {
    /// An empty folder below the one that is given.
    pub(crate) fn new(below: &Path) -> io::Result<Self> {
        let mut secret = [0; 16];
        getrandom::fill(&mut secret)
            .map_err(|error| io::Error::other(format!("no random numbers: {error}")))?;
        let secret = format!("{:032x}", u128::from_le_bytes(secret));
        fs::create_dir_all(below)?;
        Ok(Self { folder: tempfile::Builder::new().prefix("reports-").tempdir_in(below)?, secret })
    }

    /// Tells a program where to leave its reports, and returns what it is to hear on its standard input.
    pub(crate) fn ask(&self, command: &mut Command) -> &str {
        command.env("GRADE_REPORTS", self.folder.path());
        &self.secret
    }

    /// What there is from a check.
    pub(crate) fn of(&self, check: &str) -> Report {
        match fs::read(self.folder.path().join(check)) {
            Err(error) if error.kind() == ErrorKind::NotFound => Report::Missing,
            Err(_) => Report::Changed,
            Ok(report) => self.signed(check, &report).unwrap_or(Report::Changed),
        }
    }

    /// An error when a check has printed that it could not be run, or could not leave a report.
    pub(crate) fn ensure_able(&self, check: &str, printed: &str) -> anyhow::Result<()> {
        let said = printed.lines().filter_map(|line| line.split_once(' '));
        let unable = said.filter(|(signed, why)| *signed == signature(&self.secret, check, UNABLE, why));
        unable.map(|(_, why)| why).next().map_or(Ok(()), |why| bail!("{check}: {why}"))
    }

    /// What a report says, if the check has said it.
    fn signed(&self, check: &str, report: &[u8]) -> Option<Report> {
        let (signed, report) = str::from_utf8(report).ok()?.split_once('\n')?;
        let (word, message) = report.split_once('\n')?;
        let verdict = verdict(word).filter(|_| signed == signature(&self.secret, check, word, message))?;
        Some(Report::Signed(verdict, printable(message)))
    }
}

/// What is in the folder from a check.
#[derive(Debug, PartialEq, Eq)]
pub(crate) enum Report {
    /// Nothing: it has not ended, or has not been able to say so.
    Missing,
    /// How it ended, and its message.
    Signed(Verdict, String),
    /// Something that the check has not written like this.
    Changed,
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
        let signed = |check, word, message| signature(&reports.secret, check, word, message);
        leave("honest", &format!("{}\nfailed\nDear learner\n", signed("honest", "failed", "Dear learner\n")));
        leave("copied", &format!("{}\nfailed\n", signed("honest", "failed", "")));
        leave("rewritten", &format!("{}\npassed\n", signed("rewritten", "failed", "")));
        leave("softened", &format!("{}\nfailed\nnearly\n", signed("softened", "failed", "no\n")));
        leave("forged", "00000000000000000000000000000000\npassed\n");
        leave("unknown", &format!("{}\nexcellent\n", signed("unknown", "excellent", "")));
        leave("torn", &signed("torn", "passed", ""));
        fs::create_dir(reports.folder.path().join("folder")).unwrap();
        assert_eq!(reports.of("honest"), Report::Signed(Verdict::Failed, "Dear learner\n".into()));
        for name in ["copied", "rewritten", "softened", "forged", "unknown", "torn", "folder"] {
            assert_eq!(reports.of(name), Report::Changed, "{name}");
        }
        assert_eq!(reports.of("missing"), Report::Missing);
    }

    #[test]
    fn each_program_gets_a_secret_of_its_own() {
        let below = tempfile::tempdir().unwrap();
        let secrets = [0; 2].map(|_| Reports::new(below.path()).unwrap().secret);
        assert!(secrets[0] != secrets[1] && secrets.iter().all(|secret| secret.len() == 32));
    }
}
