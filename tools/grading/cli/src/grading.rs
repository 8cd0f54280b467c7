//! Grading: exercises that are judged by changed files are left out, the rest is built and run, as many at once as the machine
//! has cores.

use crate::{
    comparison::Comparison,
    compile::Compiled,
    exercise::Exercise,
    machine_report,
    outcome::{CachedVerdict, Outcome, fingerprint},
    program::Program,
    session::Session,
};
use anyhow::Context as _;
use grading_contract::Verdict;
use std::{
    num::NonZero,
    sync::{Mutex, mpsc},
    thread,
};
use support::lock;

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
        let messages = |exercise| comparison.messages(self.workspace, exercise);
        let jobs: Vec<_> = asked.iter().map(|&exercise| (exercise, messages(exercise))).collect();
        let sound = jobs.iter().filter(|(_, messages)| messages.is_empty());
        let sound: Vec<_> = sound.map(|(exercise, _)| *exercise).collect();
        let before: Vec<_> = asked.iter().map(|exercise| fingerprint(exercise)).collect();
        let compiled = self.compile(&sound).context(COULD_NOT)?;
        let mut outcomes = Vec::new();
        let work = |(exercise, messages): &(&'a Exercise, Vec<String>)| {
            if !messages.is_empty() {
                let checks = comparison.checks(self.workspace, exercise);
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
            let macros = compiled.exported_macros(self.workspace, exercise)?;
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

/// How many can work at once without waiting for one another.
pub(crate) fn cores() -> usize {
    thread::available_parallelism().map_or(1, NonZero::get)
}

/// Does the work for each job, with that many workers, and hands over the results in the jobs' order. Ends at the first error
/// of `each`; work that has begun by then is still done.
pub(crate) fn in_order<J: Sync, R: Send, E>(
    workers: usize,
    jobs: &[J],
    work: impl Fn(&J) -> R + Sync,
    each: impl FnMut(R) -> Result<(), E>,
) -> Result<(), E> {
    let (done, results): (Vec<_>, Vec<_>) = jobs.iter().map(|_| mpsc::channel()).unzip();
    let open = Mutex::new(jobs.iter().zip(done));
    let next_job = || lock(&open).next();
    thread::scope(|scope| {
        for _ in 0..workers.min(jobs.len()) {
            // Until there is no job left, or the results are not wanted any more.
            scope.spawn(|| while next_job().is_some_and(|(job, done)| done.send(work(job)).is_ok()) {});
        }
        // A job that panics has no result, and the scope passes its panic on.
        results.into_iter().map_while(|result| result.recv().ok()).try_for_each(each)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn results_come_in_the_order_of_their_jobs() {
        let jobs: Vec<u32> = (0..200).collect();
        let mut results = Vec::new();
        let push = |result| {
            results.push(result);
            Ok::<(), ()>(())
        };
        in_order(3, &jobs, |job| job * 2, push).unwrap();
        assert_eq!(results, jobs.iter().map(|job| job * 2).collect::<Vec<_>>());
    }

    #[test]
    #[should_panic(expected = "a scoped thread panicked")]
    fn a_job_that_panics_is_no_result_that_is_left_out() {
        let _ = in_order(2, &[1, 2, 3], |job| assert_ne!(*job, 2), Ok::<(), ()>);
    }

    #[test]
    fn an_error_ends_it() {
        assert_eq!(in_order(2, &[1, 2, 3], |job| *job, Err), Err(1));
    }
}
