//! In rounds: one variant of each exercise is put in place, all are built at once, and judged.

use super::{
    copy,
    facts::{About, Fact},
    snapshot,
    variant::{Variant, file_name, rejected_by},
};
use crate::{
    compile::Compiled,
    crew::{cores, in_order},
    exercise::Exercise,
    outcome::Outcome,
    session::Session,
    verdict::Verdict,
};
use anyhow::Context as _;
use std::fs;

/// How many exercises each core runs at once: wrong answers spend their time in waiting.
const HANDS: usize = 4;

/// What the rounds have in common.
pub(super) struct Rounds<'a> {
    pub(super) session: &'a Session<'a>,
    /// Whether letters are taken for right as they are.
    pub(super) accept: bool,
    /// How often each solution has to pass.
    pub(super) repeat: u32,
}

/// An exercise in the copy, with one of its variants, which is read in the workspace itself.
struct Trial<'a> {
    exercise: &'a Exercise,
    variant: &'a Variant,
}

impl<'a> Rounds<'a> {
    /// Tries every variant of the exercises.
    pub(super) fn facts(&self, asked: &[&Exercise]) -> anyhow::Result<Vec<Fact>> {
        let variants = asked.iter().map(|exercise| Ok((exercise.target.as_str(), Variant::all(exercise)?)));
        let variants = variants.collect::<anyhow::Result<Vec<_>>>()?;
        let rounds = variants.iter().map(|(_, variants)| variants.len()).max().unwrap_or_default();
        let mut facts = Vec::new();
        for round in 0..rounds {
            let trials = variants.iter().filter_map(|(target, variants)| {
                Some(Trial { exercise: self.in_the_copy(target)?, variant: variants.get(round)? })
            });
            self.session.progress.show(&format!("round {} of {rounds}", round + 1));
            facts.extend(self.round(&trials.collect::<Vec<_>>())?);
        }
        Ok(facts)
    }

    fn in_the_copy(&self, target: &str) -> Option<&'a Exercise> {
        self.session.workspace.exercises.iter().find(|exercise| exercise.target == target)
    }

    /// Puts each variant in its place, builds all, and judges them.
    fn round(&self, trials: &[Trial<'a>]) -> anyhow::Result<Vec<Fact>> {
        for Trial { exercise, variant } in trials {
            let text = fs::read(variant.file());
            let text = text.with_context(|| format!("could not read {}", variant.file().display()))?;
            copy::write(&exercise.file(), &text)?;
        }
        let exercises: Vec<_> = trials.iter().map(|trial| trial.exercise).collect();
        let compiled = self.session.compile(&exercises)?;
        let mut facts = Vec::new();
        in_order(
            HANDS * cores(),
            trials,
            |trial| self.judge(trial, &compiled),
            |fact| {
                facts.push(fact?);
                anyhow::Ok(())
            },
        )?;
        Ok(facts)
    }

    fn judge(&self, trial: &Trial<'_>, compiled: &Compiled) -> anyhow::Result<Fact> {
        let exercise = trial.exercise;
        let mut outcome = self.session.run(exercise, compiled)?;
        let (about, what, problems) = match trial.variant {
            Variant::Stub(_) => (About::Stub, "the stub".into(), stub(&outcome, compiled)),
            Variant::Solution(_) | Variant::AlsoRight(_) => {
                for _ in 1..self.repeat {
                    if outcome.passed() {
                        outcome = self.session.run(exercise, compiled)?;
                    }
                }
                let (about, what) = match trial.variant {
                    Variant::AlsoRight(file) => (About::AlsoRight, format!("also_right/{}", file_name(file))),
                    _ => (About::Solution, "the solution".into()),
                };
                (about, what, right(&outcome, compiled))
            }
            Variant::Wrong(file) => {
                let problems = wrong(trial.variant, &outcome, self.accept);
                (About::Wrong, format!("wrong/{}", file_name(file)), problems)
            }
        };
        Ok(Fact { exercise: exercise.name.clone(), about, what, problems })
    }
}

/// It compiles without a warning, and each of its checks invites to begin.
fn stub(outcome: &Outcome<'_>, compiled: &Compiled) -> Vec<String> {
    let mut problems = compiled.warnings(outcome.exercise).to_vec();
    problems.extend(all_are(Verdict::NotStarted, outcome));
    let names: Vec<_> = outcome.checks.iter().map(|check| &check.name).collect();
    let read = outcome.exercise.checks();
    if !names.iter().copied().eq(&read) {
        problems.push(format!("its program has the checks {names:?}, and in grade.rs can be read {read:?}"));
    }
    let hint = format!("Hint: cargo grade hint {}\n", outcome.exercise.name);
    if outcome.checks.iter().any(|check| !check.letter.ends_with(&hint)) {
        problems.push(format!("its letters do not end in `{}`", hint.trim()));
    }
    problems
}

/// It compiles without a warning, and passes every check.
fn right(outcome: &Outcome<'_>, compiled: &Compiled) -> Vec<String> {
    let mut problems = compiled.warnings(outcome.exercise).to_vec();
    problems.extend(all_are(Verdict::Passed, outcome));
    problems
}

/// The check that it names rejects it, with the letter that was reviewed.
fn wrong(variant: &Variant, outcome: &Outcome<'_>, accept: bool) -> Vec<String> {
    if !outcome.reasons.is_empty() {
        return outcome.reasons.clone();
    }
    let name = rejected_by(variant.file());
    let Some(check) = outcome.checks.iter().find(|check| Some(&check.name) == name.as_ref()) else {
        return vec!["the check that must reject it is not known".into()];
    };
    match check.verdict {
        Verdict::Failed | Verdict::TimedOut => snapshot::compare(variant.file(), &check.letter, accept),
        other => vec![format!("the check {} says: {}", check.name, other.word())],
    }
}

fn all_are(verdict: Verdict, outcome: &Outcome<'_>) -> Vec<String> {
    let mut problems = outcome.reasons.clone();
    let others = outcome.checks.iter().filter(|check| check.verdict != verdict);
    problems
        .extend(others.map(|check| format!("{}: {}\n{}", check.name, check.verdict.word(), check.letter)));
    problems
}
