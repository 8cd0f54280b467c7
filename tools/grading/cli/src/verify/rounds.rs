//! In rounds: one variant of each exercise is put in place, all are built at once, and judged while the next ones are built.

use super::{
    facts::{About, Fact, Variant, rejected_by},
    snapshot, write,
};
use crate::{
    Arguments,
    compile::Compiled,
    exercise::Exercise,
    grading::{cores, in_order},
    outcome::Outcome,
    session::Session,
};
use anyhow::Context as _;
use grading_contract::Verdict;
use std::{fs, sync::Mutex};
use support::lock;

/// How many exercises each core runs at once: wrong answers spend their time in waiting.
const RUNS_PER_CORE: usize = 3;

/// How many rounds are in hand at once, of which one may be built: the slowest wrong answers of a round wait for their timeouts,
/// and leave room for others.
const ROUNDS_AT_ONCE: usize = 3;

/// What the rounds have in common.
pub(super) struct Rounds<'a> {
    pub(super) session: &'a Session<'a>,
    /// How often each answer is run, and whether messages are taken for right as they are.
    pub(super) arguments: &'a Arguments,
}

/// An exercise in the copy, with one of its variants, which is read in the workspace itself.
struct Trial<'a> {
    exercise: &'a Exercise,
    variant: &'a Variant,
    /// What it is worth, if that is known without a run. By the time of the run its file may hold the next variant.
    known: Option<Outcome<'a>>,
}

impl<'a> Rounds<'a> {
    /// Tries every variant of the exercises.
    pub(super) fn facts(&self, asked: &[&Exercise]) -> anyhow::Result<Vec<Fact>> {
        let copies = self.session.workspace.exercises.iter();
        let asked_for =
            copies.filter_map(|copy| Some((copy, asked.iter().find(|it| it.target == copy.target)?)));
        let variants: Vec<_> = asked_for.map(|(copy, exercise)| (copy, Variant::all(exercise))).collect();
        let rounds = variants.iter().map(|(_, variants)| variants.len()).max().unwrap_or_default();
        let rounds: Vec<Vec<_>> = (0..rounds)
            .map(|round| variants.iter().filter_map(|(copy, all)| Some((*copy, all.get(round)?))).collect())
            .collect();
        let building = Mutex::new(1..);
        let mut facts = Vec::new();
        let work = |trials: &Vec<_>| {
            let mut building = lock(&building);
            let number = building.next().unwrap_or_default();
            self.session.show(&format!("round {number} of {}", rounds.len()));
            let (trials, compiled) = self.build(trials)?;
            drop(building);
            self.judge_all(&trials, &compiled)
        };
        in_order(ROUNDS_AT_ONCE, &rounds, work, |judged| {
            facts.extend(judged?);
            anyhow::Ok(())
        })?;
        Ok(facts)
    }

    /// Puts each variant in its place, and builds all.
    fn build(&self, variants: &[(&'a Exercise, &'a Variant)]) -> anyhow::Result<(Vec<Trial<'a>>, Compiled)> {
        for (exercise, variant) in variants {
            let text = fs::read(&variant.file);
            let text = text.with_context(|| format!("could not read {}", variant.file.display()))?;
            write(&exercise.file(), &text)?;
        }
        let exercises: Vec<_> = variants.iter().map(|(exercise, _)| *exercise).collect();
        let compiled = self.session.compile(&exercises)?;
        let trials = variants.iter().map(|&(exercise, variant)| {
            let known = self.session.without_a_run(exercise, &compiled)?;
            Ok(Trial { exercise, variant, known })
        });
        Ok((trials.collect::<anyhow::Result<_>>()?, compiled))
    }

    fn judge_all(&self, trials: &[Trial<'a>], compiled: &Compiled) -> anyhow::Result<Vec<Fact>> {
        let mut facts = Vec::new();
        let judge = |trial: &Trial<'a>| self.judge(trial, compiled);
        in_order(RUNS_PER_CORE * cores(), trials, judge, |fact| {
            facts.push(fact?);
            anyhow::Ok(())
        })?;
        Ok(facts)
    }

    fn judge(&self, trial: &Trial<'_>, compiled: &Compiled) -> anyhow::Result<Fact> {
        let mut problems = Vec::new();
        for _ in 0..self.arguments.repeat {
            problems = match trial.variant.about {
                About::Wrong => self.wrong(trial, compiled)?,
                about => right(about, &self.run(trial, compiled, None)?, compiled),
            };
            if !problems.is_empty() {
                break;
            }
        }
        let (about, what) = (trial.variant.about, trial.variant.name());
        Ok(Fact { exercise: trial.exercise.name.clone(), about, what, problems })
    }

    fn run(&self, trial: &Trial<'a>, compiled: &Compiled, only: Option<&str>) -> anyhow::Result<Outcome<'a>> {
        match &trial.known {
            Some(known) => Ok(known.clone()),
            None => self.session.run_program(trial.exercise, compiled, only),
        }
    }

    /// The check that it names rejects it, with the message that was reviewed. That check runs alone: it is the one that
    /// counts, and what the others do with a wrong answer, such as taking its favourite port, is a matter of time.
    fn wrong(&self, trial: &Trial<'a>, compiled: &Compiled) -> anyhow::Result<Vec<String>> {
        let file = &trial.variant.file;
        let name = rejected_by(file).unwrap_or_default();
        let outcome = self.run(trial, compiled, Some(&name))?;
        if !outcome.reasons.is_empty() && !outcome.checks.is_empty() {
            return Ok(outcome.reasons);
        }
        let Some(check) = outcome.checks.iter().find(|check| check.name == name) else {
            return Ok(vec![format!("there is no check `{name}` that could reject it")]);
        };
        Ok(match check.verdict {
            Verdict::Failed | Verdict::TimedOut => {
                snapshot::compare(file, &check.message, self.arguments.accept)
            }
            other => vec![format!("the check {} says: {}", check.name, other.word())],
        })
    }
}

/// It compiles without a warning, and passes every check; those of a stub invite to begin.
fn right(about: About, outcome: &Outcome<'_>, compiled: &Compiled) -> Vec<String> {
    let expected = if about == About::Stub { Verdict::NotStarted } else { Verdict::Passed };
    let mut problems = [compiled.warnings(outcome.exercise), &outcome.reasons].concat();
    for check in outcome.checks.iter().filter(|check| check.verdict != expected) {
        problems.push(format!("{}: {}\n{}", check.name, check.verdict.word(), check.message));
    }
    if about == About::Stub {
        problems.extend(stub(outcome));
    }
    problems
}

/// Its checks are those that can be read in grade.rs, and each invites to begin.
fn stub(outcome: &Outcome<'_>) -> Vec<String> {
    let mut problems = Vec::new();
    let names: Vec<_> = outcome.checks.iter().map(|check| &check.name).collect();
    let read = outcome.exercise.checks();
    if !names.iter().copied().eq(&read) {
        problems.push(format!("its program has the checks {names:?}, and in grade.rs can be read {read:?}"));
    }
    let hint = format!("Hint: cargo grade hint {}\n", outcome.exercise.name);
    if outcome.checks.iter().any(|check| !check.message.ends_with(&hint)) {
        problems.push(format!("its messages do not end in `{}`", hint.trim()));
    }
    problems
}
