//! The test program of an exercise: its checks are run and their reports read, and with them what the learner's code printed. The
//! tests that learners write into their own file are run and shown, and do not score.

use crate::{
    exercise::Exercise,
    machine_report,
    outcome::{Outcome, OwnTests},
    reports::{self, Report, Reports},
    session::Session,
};
use anyhow::Context as _;
use grading_contract::{CheckReport, Verdict};
use std::{
    collections::BTreeMap,
    path::Path,
    process::Command,
    slice,
    time::{Duration, Instant},
};
use support::{Finished, printable, run_with_limit};

/// How much is kept of what the learner's code prints: the end, as in a terminal.
const LINES: usize = 100;
const BYTES: usize = 8 * 1024;

/// How long the learner's own tests may take together, at most.
const OWN_TESTS: Duration = Duration::from_secs(10);

/// The test program of an exercise.
#[derive(Clone, Copy)]
pub(crate) struct Program<'a, 'b> {
    pub(crate) session: &'b Session<'a>,
    pub(crate) exercise: &'a Exercise,
    pub(crate) file: &'b Path,
    /// Where reports may be kept meanwhile.
    pub(crate) scratch: &'b Path,
}

impl<'a> Program<'a, '_> {
    /// Runs it as `cargo test` would, and calls `look` now and then meanwhile.
    pub(crate) fn run(
        self,
        arguments: &[&str],
        limit: Duration,
        reports: Option<&Reports>,
        look: &mut dyn FnMut(),
    ) -> anyhow::Result<Finished> {
        let mut command = Command::new(self.file);
        command.args(arguments).current_dir(&self.exercise.package_folder);
        command.env("CARGO_MANIFEST_DIR", &self.exercise.package_folder).env("RUST_BACKTRACE", "0");
        let input = reports.map_or("", |reports| reports.ask(&mut command));
        run_with_limit(command, input, limit, &self.session.supervisor, look)
            .with_context(|| format!("could not run {}", self.file.display()))
    }

    /// The names of all its tests: checks, and those in the learner's file, which have a `::` in it.
    pub(crate) fn tests(self) -> anyhow::Result<Vec<String>> {
        let limit = self.session.limits.checks;
        let finished = self.run(&["--list", "--format", "terse"], limit, None, &mut || ())?;
        let names = finished.output.lines().filter_map(|line| line.strip_suffix(": test"));
        Ok(names.map(str::to_owned).collect())
    }

    /// Runs every check, or the only one that is named, and the learner's own tests.
    pub(crate) fn grade(self, only: Option<&str>) -> anyhow::Result<Outcome<'a>> {
        let start = Instant::now();
        let (own_tests, mut names): (Vec<String>, Vec<String>) =
            self.tests()?.into_iter().partition(|test| test.contains("::"));
        names.retain(|name| only.is_none_or(|only| name == only));
        // Their author has put them from easy to hard; the program lists them by name.
        let order = self.exercise.checks();
        names.sort_by_key(|name| order.iter().position(|check| check == name));
        let (checks, printed) = self.check(&names)?;
        let verdicts: Vec<_> = checks.iter().map(|check| check.verdict).collect();
        let without = checks.is_empty().then(|| "There is no check in grade.rs.".to_owned());
        Ok(Outcome {
            exercise: self.exercise,
            verdict: Verdict::of_all(&verdicts),
            reasons: without.into_iter().collect(),
            checks,
            printed,
            time: start.elapsed(),
            own_tests: self.run_own_tests(&own_tests)?,
        })
    }

    /// Runs checks all at once: those that hang do so together. Returns their reports, and what the learner's code printed.
    fn check(self, names: &[String]) -> anyhow::Result<(Vec<CheckReport>, String)> {
        let reports = Reports::new(self.scratch).context("could not make a folder for the reports")?;
        // With one thread, the harness would print the names between what the learner's code prints.
        let threads = format!("--test-threads={}", names.len().max(2));
        let exact = names.iter().map(String::as_str);
        // What they print is not kept in their memory: the harness would keep all of it.
        let arguments: Vec<_> = ["--exact", "--nocapture", &threads].into_iter().chain(exact).collect();
        // Passed on and kept as they come, so that nothing that happens to a report later counts.
        let mut seen = BTreeMap::new();
        let mut look = || {
            for name in names {
                if !seen.contains_key(name)
                    && let Report::Signed(report) = reports.of(name)
                {
                    if let Some(listener) = self.session.listener {
                        (listener.on_check)(machine_report::check(self.exercise, &report));
                    }
                    seen.insert(name, report);
                }
            }
        };
        let finished = self.run(&arguments, self.session.limits.checks, Some(&reports), &mut look)?;
        let report = |name| match seen.remove(name) {
            Some(report) => Ok(report),
            None => self.unseen(name, &reports, &finished, names.len() == 1),
        };
        let reports = names.iter().map(report).collect::<anyhow::Result<_>>()?;
        Ok((reports, printed(&finished.output, names)))
    }

    /// The report of a check of which none was seen while its program ran.
    fn unseen(
        self,
        name: &String,
        reports: &Reports,
        finished: &Finished,
        alone: bool,
    ) -> anyhow::Result<CheckReport> {
        let (verdict, words) = match (reports.of(name), finished.status) {
            (Report::Signed(report), _) => return Ok(report),
            (Report::Changed, _) => reports::changed(),
            (Report::Missing, None) => reports::too_long(self.session.limits.checks),
            (Report::Missing, Some(status)) => {
                reports.ensure_able(name, &finished.output)?;
                if !alone {
                    // Another one may have ended the program that they shared.
                    return self.check(slice::from_ref(name))?.0.pop().context("the check was not run");
                }
                reports::too_early(status, &printed(&finished.output, slice::from_ref(name)))
            }
        };
        let message = format!("{words}Hint: cargo grade hint {}\n", self.exercise.name);
        Ok(CheckReport { name: name.clone(), verdict, message })
    }

    /// Runs each of the tests that learners have written into their own file in a program of its own, where it can do no harm
    /// to the checks, and what it prints need not be kept.
    fn run_own_tests(self, names: &[String]) -> anyhow::Result<Option<OwnTests>> {
        let (start, limit) = (Instant::now(), OWN_TESTS.min(self.session.limits.checks));
        let mut own = OwnTests::default();
        for name in names {
            let left = limit.saturating_sub(start.elapsed());
            let finished = self.run(&["--exact", "--nocapture", name], left, None, &mut || ())?;
            if finished.status.is_some_and(|status| status.success()) {
                own.passed += 1;
                continue;
            }
            own.failed += 1;
            let said = printed(&finished.output, slice::from_ref(name));
            own.output.extend(["---- ", name, " ----\n", &said, "\n"]);
            if finished.status.is_none() {
                own.failed += names.len() - own.passed - own.failed;
                own.output.push_str("They took too long, and were stopped.\n");
                break;
            }
        }
        Ok((!names.is_empty()).then_some(own))
    }
}

/// The end of what the learner's code printed while these checks, or tests of the learner's own, ran.
pub(crate) fn printed(output: &str, checks: &[String]) -> String {
    // What checks have signed and marked stands between NULs.
    let output: String = output.split('\0').step_by(2).collect();
    let lines: Vec<_> = output.lines().filter_map(|line| of_learner(line, checks)).collect();
    let lines = &lines[lines.len().saturating_sub(LINES)..];
    let text = printable(lines.join("\n").trim_matches('\n'));
    let from = text.ceil_char_boundary(text.len().saturating_sub(BYTES));
    text[from..].to_owned()
}

/// What of a line is not the harness's.
fn of_learner<'a>(line: &'a str, checks: &[String]) -> Option<&'a str> {
    let harness = ["running ", "test result: ", "failures:", "note: run with `RUST_BACKTRACE"];
    if harness.iter().any(|start| line.starts_with(start)) || checks.iter().any(|check| line.trim() == check)
    {
        return None;
    }
    // Another thread may have printed before the harness had ended its line.
    let result = line.strip_prefix("test ").and_then(|rest| rest.split_once(" ... "));
    let Some((_, rest)) = result.filter(|(name, _)| checks.iter().any(|check| check == name)) else {
        return Some(line);
    };
    (!matches!(rest, "ok" | "FAILED")).then_some(rest)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_lines_of_the_harness_are_left_out_and_those_of_the_learner_stay() {
        let output = "\nrunning 2 tests\nread 4 bytes\n\ntest b ... FAILED\ntest a ... running late\n\x1b[2Jtest c ... ok\n\0signed\0\n\
                      failures:\n\nfailures:\n    b\n\ntest result: FAILED. 1 passed\n";
        let checks = ["a".to_owned(), "b".to_owned()];
        assert_eq!(printed(output, &checks), "read 4 bytes\n\nrunning late\n\\u{1b}[2Jtest c ... ok");
        assert_eq!(printed("\nrunning 1 test\ntest a ... ok\n\ntest result: ok.\n", &checks), "");
    }

    #[test]
    fn of_a_test_that_failed_its_own_words_are_kept() {
        let output = "\nrunning 1 test\n\x1b[2Jno\nnote: run with `RUST_BACKTRACE=1`\ntest exercise::b ... FAILED\n\n\
                      failures:\n\nfailures:\n    exercise::b\n\ntest result: FAILED.\n";
        assert_eq!(printed(output, &["exercise::b".to_owned()]), "\\u{1b}[2Jno");
    }

    #[test]
    fn of_a_flood_the_end_is_kept() {
        let flood = (0..100_000).map(|number| number.to_string()).collect::<Vec<_>>().join("\n");
        let kept = printed(&flood, &[]);
        assert!(kept.starts_with("99900\n") && kept.ends_with("\n99999"), "{kept}");
        assert!(printed(&"é".repeat(1 << 20), &[]).len() <= BYTES);
    }
}
