//! The reports that checks leave: a file for each, signed with a secret that only they and we know; and what is said of checks
//! without one that counts.

use crate::exercise::text_of;
use anyhow::bail;
use grading_contract::{CheckReport, FOLDER, Verdict, new_secret, verify};
use std::{
    fs, io,
    path::Path,
    process::{Command, ExitStatus},
    time::Duration,
};
use support::{describe_exit, printable};
use tempfile::TempDir;

/// How many lines are shown of what a program said last.
const LAST_LINES: usize = 6;

/// A folder for the reports of one program.
pub(crate) struct Reports {
    folder: TempDir,
    secret: String,
}

impl Reports {
    /// An empty folder below the one that is given.
    pub(crate) fn new(below: &Path) -> io::Result<Self> {
        fs::create_dir_all(below)?;
        let folder = tempfile::Builder::new().prefix("reports-").tempdir_in(below)?;
        Ok(Self { folder, secret: new_secret() })
    }

    /// Tells a program where to leave its reports, and returns the secret for its standard input.
    pub(crate) fn ask(&self, command: &mut Command) -> &str {
        command.env(FOLDER, self.folder.path());
        &self.secret
    }

    /// What there is from a check.
    pub(crate) fn of(&self, check: &str) -> Report {
        let file = self.folder.path().join(check);
        if matches!(file.try_exists(), Ok(false)) {
            return Report::Missing;
        }
        match verify(&text_of(&file), check, &self.secret) {
            Some(Ok(report)) => Report::Signed(CheckReport { message: printable(&report.message), ..report }),
            _ => Report::Changed,
        }
    }

    /// An error when a check has printed that it could not be run, or could not leave a report.
    pub(crate) fn ensure_able(&self, check: &str, output: &str) -> anyhow::Result<()> {
        match grading_contract::printed(output, check, &self.secret) {
            Some(Err(why)) => bail!("{check}: {why}"),
            _ => Ok(()),
        }
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

/// The program ended while this check ran. What the learner's code had printed comes along.
pub(crate) fn too_early(status: ExitStatus, printed: &str) -> (Verdict, String) {
    let cause = match status.code() {
        Some(_) => {
            "std::process::exit, which ends the whole program and not only your function. \
             Return instead: only `main` should decide when the program ends."
        }
        None => "a stack overflow or an abort: neither can be caught, and both end the whole program.",
    };
    let (ended, last) = (describe_exit(status), last_output(printed));
    let what = format!("The program ended ({ended}) before this check had finished.{last}");
    (Verdict::Failed, message("your code does not end the program.", &what, cause))
}

/// The program did not end.
pub(crate) fn too_long(limit: Duration) -> (Verdict, String) {
    let what = format!("This check had not finished after {} s and was stopped.", limit.as_secs());
    let cause = "an endless loop, or a wait for something that never happens.";
    (Verdict::TimedOut, message("your code returns.", &what, cause))
}

/// Something has written over its report.
pub(crate) fn changed() -> (Verdict, String) {
    let requirement = "your code does not change the reports of the checks.";
    let what = "The report on this check is not the one that the check wrote.";
    let cause = "code that writes to files that it did not create.";
    (Verdict::Failed, message(requirement, what, cause))
}

/// In the words of a check that reports itself.
fn message(requirement: &str, what: &str, cause: &str) -> String {
    format!("Requirement not met: {requirement}\n\n{what}\n\nLikely cause: {cause}\n")
}

/// The last lines of what was printed.
fn last_output(printed: &str) -> String {
    let lines: Vec<_> = printed.lines().filter(|line| !line.trim().is_empty()).collect();
    let last = &lines[lines.len().saturating_sub(LAST_LINES)..];
    if last.is_empty() { String::new() } else { format!("\n\nIts last output:\n  {}", last.join("\n  ")) }
}

#[cfg(test)]
mod tests {
    use super::*;
    use grading_contract::sign;

    #[test]
    fn a_report_is_believed_if_it_knows_the_secret() {
        let below = tempfile::tempdir().unwrap();
        let reports = Reports::new(below.path()).unwrap();
        let leave = |name: &str, text: &str| fs::write(reports.folder.path().join(name), text).unwrap();
        let failed = |name: &str| {
            let (name, message) = (name.to_owned(), "Dear learner\x1b\n".to_owned());
            CheckReport { name, verdict: Verdict::Failed, message }
        };
        let honest = sign(&Ok(failed("honest")), "honest", &reports.secret);
        leave("honest", &honest);
        leave("copied", &honest);
        leave("unable", &sign(&Err("no disk".to_owned()), "unable", &reports.secret));
        leave("forged", &sign(&Ok(failed("forged")), "forged", "0"));
        fs::create_dir(reports.folder.path().join("folder")).unwrap();
        let message = "Dear learner\\u{1b}\n".to_owned();
        assert_eq!(reports.of("honest"), Report::Signed(CheckReport { message, ..failed("honest") }));
        for name in ["copied", "unable", "forged", "folder"] {
            assert_eq!(reports.of(name), Report::Changed, "{name}");
        }
        // A read of it would wait for somebody who writes.
        if cfg!(unix) {
            Command::new("mkfifo").arg(reports.folder.path().join("pipe")).status().unwrap();
            assert_eq!(reports.of("pipe"), Report::Changed);
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
