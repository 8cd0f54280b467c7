//! Grading: exercises that are judged by changed files are left out, the rest is built and run, and the reports of its checks
//! are read. The tests that learners write into their own file are run and shown, and do not score.

use crate::{
    comparison::Comparison,
    compile::Compiled,
    exercise::Exercise,
    machine_report,
    outcome::{CachedVerdict, Outcome, OwnTests, fingerprint},
    program::{Program, printed},
    reports::{self, Report, Reports},
    session::Session,
    tampering,
    worker_pool::{cores, in_order},
};
use anyhow::Context as _;
use grading_contract::{CheckReport, Verdict};
use std::{
    collections::BTreeMap,
    slice,
    time::{Duration, Instant},
};
use support::Finished;

/// How long the learner's own tests may take together, at most.
const OWN_TESTS: Duration = Duration::from_secs(10);

/// Said when the machine is to blame, and nobody is graded.
const COULD_NOT: &str = "could not grade";

impl<'a> Session<'a> {
    /// Grades the exercises that were asked for, and hands over each outcome, in order, as soon as it is there.
    pub(crate) fn grade(
        &self,
        asked: &[&'a Exercise],
        comparison: &Comparison,
        mut each: impl FnMut(&Outcome<'a>) -> anyhow::Result<()>,
    ) -> anyhow::Result<Vec<Outcome<'a>>> {
        let messages = |exercise| tampering::changed_files(comparison, self.workspace, exercise);
        let jobs: Vec<_> = asked.iter().map(|&exercise| (exercise, messages(exercise))).collect();
        let sound = jobs.iter().filter(|(_, messages)| messages.is_empty());
        let sound: Vec<_> = sound.map(|(exercise, _)| *exercise).collect();
        let before: Vec<_> = asked.iter().map(|exercise| fingerprint(exercise)).collect();
        let compiled = self.compile(&sound).context(COULD_NOT)?;
        let mut outcomes = Vec::new();
        let work = |(exercise, messages): &(&'a Exercise, Vec<String>)| {
            if !messages.is_empty() {
                let checks = tampering::checks(comparison, self.workspace, exercise);
                return Ok(Outcome::without_a_run(exercise, Verdict::Failed, messages.clone(), checks));
            }
            let known = self.without_a_run(exercise, &compiled)?;
            known.map_or_else(|| self.run_program(exercise, &compiled, None), Ok)
        };
        in_order(cores(), &jobs, work, |outcome| {
            let _cleared = self.progress.clear();
            let outcome = outcome.context(COULD_NOT)?;
            self.keep(&outcome, before[outcomes.len()]);
            outcomes.push(outcome);
            outcomes.last().map_or(Ok(()), &mut each)
        })?;
        drop(self.progress.clear());
        Ok(outcomes)
    }

    /// Keeps the verdict for those that show progress, unless it is not certain which contents it is about.
    fn keep(&self, outcome: &Outcome<'_>, before: u64) {
        let exercise = outcome.exercise;
        if self.supervisor.is_stopped() || fingerprint(exercise) != before {
            return;
        }
        let graded = machine_report::exercise_with_colours(self.workspace, outcome);
        // Without it the exercise counts as not graded, and the grade is the same.
        let _ = CachedVerdict { fingerprint: before, exercise: graded }.store(self.workspace, exercise);
    }

    /// What an exercise is worth whose program cannot or may not be run; `None` if it can. This reads its files.
    pub(crate) fn without_a_run(
        &self,
        exercise: &'a Exercise,
        compiled: &Compiled,
    ) -> anyhow::Result<Option<Outcome<'a>>> {
        let (verdict, reasons) = if compiled.program(exercise).is_none() {
            compiled.reasons(exercise, self.limits.compiler)
        } else {
            let sources = compiled.sources(self.workspace, exercise);
            let unknown = || format!("cargo does not say what {} was built from", exercise.target);
            let macros =
                tampering::exported_macros(self.workspace, exercise, &sources.with_context(unknown)?);
            if macros.is_empty() {
                return Ok(None);
            }
            (Verdict::Failed, macros)
        };
        Ok(Some(Outcome::without_a_run(exercise, verdict, reasons, exercise.checks())))
    }

    /// Runs the program of an exercise, with this check alone, if one is named.
    pub(crate) fn run_program(
        &self,
        exercise: &'a Exercise,
        compiled: &Compiled,
        only: Option<&str>,
    ) -> anyhow::Result<Outcome<'a>> {
        self.show(&format!("running {} {}", exercise.place(), exercise.name));
        let file = compiled.program(exercise).context("there is no program")?;
        let scratch = compiled.scratch().context("there is no folder for the reports")?;
        Program { session: self, exercise, file, scratch }.grade(only)
    }
}

impl<'a> Program<'a, '_> {
    /// Runs every check, or the only one that is named, and the learner's own tests.
    fn grade(self, only: Option<&str>) -> anyhow::Result<Outcome<'a>> {
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
        let exercise = self.exercise;
        Ok(match (reports.of(name), finished.status) {
            (Report::Signed(report), _) => report,
            (Report::Changed, _) => reports::changed(exercise, name),
            (Report::Missing, None) => reports::too_long(exercise, name, self.session.limits.checks),
            (Report::Missing, Some(status)) => {
                reports.ensure_able(name, &finished.output)?;
                if alone {
                    let printed = printed(&finished.output, slice::from_ref(name));
                    return Ok(reports::too_early(exercise, name, status, &printed));
                }
                // Another one may have ended the program that they shared.
                self.check(slice::from_ref(name))?.0.pop().context("the check was not run")?
            }
        })
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
