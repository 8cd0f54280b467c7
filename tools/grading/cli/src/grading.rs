//! Grading one exercise: its program is run, and the reports of its checks are read. The tests that learners write into their
//! own file are run and shown, and do not score.

use crate::{
    console::printable,
    exercise::Exercise,
    outcome::{Outcome, OwnTests},
    program::Program,
    reports::{Report, Reports},
    unreported,
};
use anyhow::Context as _;
use grading_contract::{CheckReport, Verdict};
use std::{
    collections::BTreeMap,
    time::{Duration, Instant},
};

/// How long the learner's own tests may take together, at most.
const OWN_TESTS: Duration = Duration::from_secs(10);

/// Gets the report of each check, as soon as the check has ended.
pub(crate) type OnReport<'a> = &'a (dyn Fn(&Exercise, &CheckReport) + Sync);

impl<'a> Program<'a, '_> {
    /// Runs every check, or the only one that is named, and the learner's own tests.
    pub(crate) fn grade(self, only: Option<&str>, on_report: OnReport<'_>) -> anyhow::Result<Outcome<'a>> {
        let start = Instant::now();
        let (own_tests, mut names): (Vec<String>, Vec<String>) =
            self.tests()?.into_iter().partition(|test| test.contains("::"));
        names.retain(|name| only.is_none_or(|only| name == only));
        // Their author has put them from easy to hard; the program lists them by name.
        let order = self.exercise.checks();
        names.sort_by_key(|name| order.iter().position(|check| check == name));
        let checks = self.check(names, on_report)?;
        let verdicts: Vec<_> = checks.iter().map(|check| check.verdict).collect();
        let without = checks.is_empty().then(|| "There is no check in grade.rs.".to_owned());
        Ok(Outcome {
            exercise: self.exercise,
            verdict: Verdict::of_all(&verdicts),
            reasons: without.into_iter().collect(),
            checks,
            time: start.elapsed(),
            own_tests: self.run_own_tests(&own_tests)?,
        })
    }

    fn check(self, names: Vec<String>, on_report: OnReport<'_>) -> anyhow::Result<Vec<CheckReport>> {
        let reports = Reports::new(self.scratch).context("could not make a folder for the reports")?;
        // All at once: those that hang do so together.
        let threads = format!("--test-threads={}", names.len().max(1));
        let exact = names.iter().map(String::as_str);
        // What they print is not kept in their memory: the harness would keep all of it.
        let arguments: Vec<_> = ["--exact", "--nocapture", &threads].into_iter().chain(exact).collect();
        // Passed on and kept as they come, so that nothing that happens to a report later counts.
        let mut seen = BTreeMap::new();
        let mut look = || {
            for name in &names {
                if !seen.contains_key(name)
                    && let Report::Signed(report) = reports.of(name)
                {
                    on_report(self.exercise, &report);
                    seen.insert(name.clone(), report);
                }
            }
        };
        let finished = self.run(&arguments, self.limits.checks, Some(&reports), &mut look)?;
        let checks = names.into_iter().map(|name| match (seen.remove(&name), reports.of(&name)) {
            (Some(report), _) | (None, Report::Signed(report)) => Ok(report),
            (None, Report::Changed) => Ok(unreported::changed(self.exercise, name)),
            (None, Report::Missing) if finished.status.is_none() => {
                Ok(unreported::too_long(self.exercise, name, self.limits.checks))
            }
            (None, Report::Missing) => {
                reports.ensure_able(&name, &finished.output)?;
                self.check_alone(name)
            }
        });
        checks.collect()
    }

    /// Runs a check once more in a program of its own, because another may have ended the one that they shared.
    fn check_alone(self, name: String) -> anyhow::Result<CheckReport> {
        let reports = Reports::new(self.scratch).context("could not make a folder for the reports")?;
        let (arguments, limit) = (["--exact", "--nocapture", &name], self.limits.checks);
        let finished = self.run(&arguments, limit, Some(&reports), &mut || ())?;
        reports.ensure_able(&name, &finished.output)?;
        Ok(match (reports.of(&name), finished.status) {
            (Report::Signed(report), _) => report,
            (Report::Changed, _) => unreported::changed(self.exercise, name),
            (Report::Missing, Some(status)) => {
                unreported::too_early(self.exercise, name, status, &finished.output)
            }
            (Report::Missing, None) => unreported::too_long(self.exercise, name, limit),
        })
    }

    /// Runs each of the tests that learners have written into their own file in a program of its own, where it can do no harm to the checks, and what it prints need not be kept.
    fn run_own_tests(self, names: &[String]) -> anyhow::Result<Option<OwnTests>> {
        let (start, limit) = (Instant::now(), OWN_TESTS.min(self.limits.checks));
        let mut own = OwnTests::default();
        for name in names {
            let left = limit.saturating_sub(start.elapsed());
            let finished = self.run(&["--exact", "--nocapture", name], left, None, &mut || ())?;
            if finished.status.is_some_and(|status| status.success()) {
                own.passed += 1;
                continue;
            }
            own.failed += 1;
            own.output.extend(["---- ", name, " ----\n", &output_of_test(&finished.output)]);
            if finished.status.is_none() {
                own.failed += names.len() - own.passed - own.failed;
                own.output.push_str("They took too long, and were stopped.\n");
                break;
            }
        }
        Ok((!names.is_empty()).then_some(own))
    }
}

/// What a test said, without what the harness says about it.
fn output_of_test(output: &str) -> String {
    let said = output.split("\nfailures:\n").next().unwrap_or_default();
    let harness = ["running 1 test", "test ", "note: run with `RUST_BACKTRACE"];
    let said = said.lines().filter(|line| !harness.iter().any(|start| line.starts_with(start)));
    let said = said.map(|line| line.to_owned() + "\n").collect::<String>();
    printable(said.trim_matches('\n')) + "\n"
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn of_a_test_that_failed_its_own_words_are_kept() {
        let output = "\nrunning 1 test\n\x1b[2Jno\nnote: run with `RUST_BACKTRACE=1`\ntest exercise::b ... FAILED\n\n\
                      failures:\n\nfailures:\n    exercise::b\n\ntest result: FAILED.\n";
        assert_eq!(output_of_test(output), "\\u{1b}[2Jno\n");
    }
}
