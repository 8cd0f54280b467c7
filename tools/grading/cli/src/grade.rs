//! Grading one exercise: its program is run, and the reports of its checks are read.

use crate::{
    ending,
    exercise::Exercise,
    leash::Leash,
    limits::Limits,
    outcome::Outcome,
    own_tests::OwnTests,
    process::{self, Ended},
    reports::{Report, Reports},
};
use anyhow::Context as _;
use grading_contract::{CheckReport, Verdict};
use std::{
    collections::BTreeMap,
    path::Path,
    process::Command,
    time::{Duration, Instant},
};

/// What a run of an exercise's program needs.
#[derive(Clone, Copy)]
pub(crate) struct Run<'a, 'b> {
    pub(crate) exercise: &'a Exercise,
    pub(crate) program: &'b Path,
    /// Where reports may be kept meanwhile.
    pub(crate) scratch: &'b Path,
    pub(crate) limits: Limits,
    pub(crate) leash: &'b Leash,
    /// Is told how each check ended, as soon as it did.
    pub(crate) seen: &'b (dyn Fn(&Exercise, &CheckReport) + Sync),
    /// The only check to run; all of them, if it is `None`.
    pub(crate) only: Option<&'b str>,
}

impl<'a> Run<'a, '_> {
    /// Runs every check, and the learner's own tests.
    pub(crate) fn grade(self) -> anyhow::Result<Outcome<'a>> {
        let start = Instant::now();
        let (own_tests, mut names): (Vec<String>, Vec<String>) =
            self.list()?.into_iter().partition(|test| test.contains("::"));
        names.retain(|name| self.only.is_none_or(|only| name == only));
        // Their author has put them from easy to hard; the program lists them by name.
        let order = self.exercise.checks();
        names.sort_by_key(|name| order.iter().position(|check| check == name));
        let checks = self.check(names)?;
        let verdicts: Vec<_> = checks.iter().map(|check| check.verdict).collect();
        let without = checks.is_empty().then(|| "There is no check in grade.rs.".to_owned());
        Ok(Outcome {
            exercise: self.exercise,
            verdict: Verdict::of_all(&verdicts),
            reasons: without.into_iter().collect(),
            checks,
            time: start.elapsed(),
            own_tests: OwnTests::run(self, &own_tests)?,
        })
    }

    /// The names of all its tests: checks, and those in the learner's file, which have a `::` in it.
    fn list(self) -> anyhow::Result<Vec<String>> {
        let ended = self.run(&["--list", "--format", "terse"], self.limits.checks, None, &mut || ())?;
        let names = ended.output.lines().filter_map(|line| line.strip_suffix(": test"));
        Ok(names.map(str::to_owned).collect())
    }

    fn check(self, names: Vec<String>) -> anyhow::Result<Vec<CheckReport>> {
        let reports = Reports::new(self.scratch).context("could not make a folder for the reports")?;
        // All at once: those that hang do so together.
        let threads = format!("--test-threads={}", names.len().max(1));
        let exact = names.iter().map(String::as_str);
        // What they print is not kept in their memory: the harness would keep all of it.
        let arguments: Vec<_> = ["--exact", "--nocapture", &threads].into_iter().chain(exact).collect();
        let mut seen = BTreeMap::new();
        let mut look = || self.look(&names, &reports, &mut seen);
        let ended = self.run(&arguments, self.limits.checks, Some(&reports), &mut look)?;
        let checks = names.into_iter().map(|name| match (seen.remove(&name), reports.of(&name)) {
            (Some(check), _) => Ok(check),
            (None, Report::Signed(report)) => Ok(report),
            (None, Report::Changed) => Ok(ending::changed(self.exercise, name)),
            (None, Report::Missing) if ended.status.is_none() => {
                Ok(ending::too_long(self.exercise, name, self.limits.checks))
            }
            (None, Report::Missing) => {
                reports.ensure_able(&name, &ended.output)?;
                self.check_alone(name)
            }
        });
        checks.collect()
    }

    /// Passes on and keeps the checks that have reported, so that nothing that happens to a report later counts.
    fn look(self, names: &[String], reports: &Reports, seen: &mut BTreeMap<String, CheckReport>) {
        for name in names {
            if !seen.contains_key(name)
                && let Report::Signed(report) = reports.of(name)
            {
                (self.seen)(self.exercise, &report);
                seen.insert(name.clone(), report);
            }
        }
    }

    /// Runs a check once more in a program of its own, because another may have ended the one that they shared.
    fn check_alone(self, name: String) -> anyhow::Result<CheckReport> {
        let reports = Reports::new(self.scratch).context("could not make a folder for the reports")?;
        let ended =
            self.run(&["--exact", "--nocapture", &name], self.limits.checks, Some(&reports), &mut || ())?;
        reports.ensure_able(&name, &ended.output)?;
        Ok(match (reports.of(&name), ended.status) {
            (Report::Signed(report), _) => report,
            (Report::Changed, _) => ending::changed(self.exercise, name),
            (Report::Missing, Some(status)) => ending::too_early(self.exercise, name, status, &ended.output),
            (Report::Missing, None) => ending::too_long(self.exercise, name, self.limits.checks),
        })
    }

    /// Runs the program as `cargo test` would.
    pub(crate) fn run(
        self,
        arguments: &[&str],
        limit: Duration,
        reports: Option<&Reports>,
        look: &mut dyn FnMut(),
    ) -> anyhow::Result<Ended> {
        let mut command = Command::new(self.program);
        command.args(arguments).current_dir(&self.exercise.package_folder);
        command.env("CARGO_MANIFEST_DIR", &self.exercise.package_folder).env("RUST_BACKTRACE", "0");
        let input = reports.map_or("", |reports| reports.ask(&mut command));
        process::run(command, input, limit, self.leash, look)
            .with_context(|| format!("could not run {}", self.program.display()))
    }
}
