//! The reports that checks leave: a file for each, signed with a secret that only they and we know.

use crate::console::printable;
use anyhow::bail;
use grading_contract::{CheckReport, FOLDER, reason};
use std::{
    fs,
    io::{self, ErrorKind},
    path::Path,
    process::Command,
};
use tempfile::TempDir;

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

    /// Tells a program where to leave its reports, and returns the secret for its standard input.
    pub(crate) fn ask(&self, command: &mut Command) -> &str {
        command.env(FOLDER, self.folder.path());
        &self.secret
    }

    /// What there is from a check.
    pub(crate) fn of(&self, check: &str) -> Report {
        match fs::read(self.folder.path().join(check)) {
            Err(error) if error.kind() == ErrorKind::NotFound => Report::Missing,
            Err(_) => Report::Changed,
            Ok(text) => {
                let text = String::from_utf8_lossy(&text);
                CheckReport::verified(&text, check, &self.secret).map_or(Report::Changed, |report| {
                    Report::Signed(CheckReport { message: printable(&report.message), ..report })
                })
            }
        }
    }

    /// An error when a check has printed that it could not be run, or could not leave a report.
    pub(crate) fn ensure_able(&self, check: &str, printed: &str) -> anyhow::Result<()> {
        reason(printed, check, &self.secret).map_or(Ok(()), |why| bail!("{check}: {why}"))
    }
}

/// What is in the folder from a check.
#[derive(Debug, PartialEq, Eq)]
pub(crate) enum Report {
    /// Nothing: it has not ended, or has not been able to say so.
    Missing,
    /// How it ended.
    Signed(CheckReport),
    /// Something that the check has not written like this.
    Changed,
}

#[cfg(test)]
mod tests {
    use super::*;
    use grading_contract::Verdict;

    #[test]
    fn a_report_is_believed_if_it_knows_the_secret() {
        let below = tempfile::tempdir().unwrap();
        let reports = Reports::new(below.path()).unwrap();
        let leave = |name: &str, text: &str| fs::write(reports.folder.path().join(name), text).unwrap();
        let failed = |name: &str| {
            let (name, message) = (name.to_owned(), "Dear learner\x1b\n".to_owned());
            CheckReport { name, verdict: Verdict::Failed, message }
        };
        leave("honest", &failed("honest").signed(&reports.secret));
        leave("copied", &failed("honest").signed(&reports.secret));
        leave("forged", &failed("forged").signed("0"));
        fs::create_dir(reports.folder.path().join("folder")).unwrap();
        let message = "Dear learner\\u{1b}\n".to_owned();
        assert_eq!(reports.of("honest"), Report::Signed(CheckReport { message, ..failed("honest") }));
        for name in ["copied", "forged", "folder"] {
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
