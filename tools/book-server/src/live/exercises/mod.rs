//! Exercises that pages show, check and reset: they are checked one after another, each at most once at a time.

mod compiler;
mod editor;
mod state;
mod texts;

use super::{
    event_bus::EventBus,
    jobs::{Job, Jobs, TooMany},
};
use anyhow::{Context as _, ensure};
use compiler::phase;
use editor::Editor;
use grader::{CachedVerdict, Exercise, GradingListener, Workspace, fingerprint};
use serde_json::Value;
use state::{Ended, ExerciseState, bearable};
use std::{
    collections::HashMap,
    fs,
    path::Path,
    sync::{Arc, Mutex},
    time::Duration,
};
use support::lock;
use tokio::runtime::Handle;

/// How many may be waiting and under way.
const MOST: usize = 8;

/// How long building and checking one may take. A first build may be long; the checks have limits of their own.
const LIMIT: Duration = Duration::from_mins(10);

/// The exercises of the workspace, and what is known of each.
pub(crate) struct ExerciseService {
    workspace: Workspace,
    editor: Option<Editor>,
    events: Arc<EventBus>,
    jobs: Arc<Jobs>,
    states: Mutex<HashMap<String, ExerciseState>>,
    /// Held by the one that is being checked: cargo would have the others wait anyway, and checks have deadlines.
    turn: Mutex<()>,
}

impl ExerciseService {
    pub(crate) fn new(root: &Path, events: Arc<EventBus>, runtime: Handle) -> anyhow::Result<Arc<Self>> {
        let (workspace, editor) = (Workspace::of(root)?, Editor::find());
        workspace.remove_abandoned();
        let known = |exercise: &Exercise| {
            let mut state = ExerciseState::new(exercise, &workspace, editor.is_some());
            state.rest(exercise, &workspace, state.seen);
            events.put(&exercise.target, &state);
            (exercise.target.clone(), state)
        };
        let states = Mutex::new(workspace.exercises.iter().map(known).collect());
        let jobs = Jobs::new(runtime, MOST);
        Ok(Arc::new(Self { workspace, editor, events, jobs, states, turn: Mutex::new(()) }))
    }

    /// The exercise of that name, if there is one.
    pub(super) fn exercise(&self, name: &str) -> Option<&Exercise> {
        self.workspace.exercises.iter().find(|exercise| exercise.target == name)
    }

    /// From now on it is checked whenever it is saved.
    pub(super) fn follow(&self, exercise: &Exercise) {
        self.with(&exercise.target, |state| state.followed = true);
    }

    /// Checks it, unless that is being done already.
    pub(super) fn check(self: &Arc<Self>, exercise: &Exercise) -> Result<(), TooMany> {
        let now = fingerprint(exercise);
        let begin = |state: &mut ExerciseState| {
            let is_running = self.jobs.find(&exercise.target).is_some();
            if is_running && state.doing.is_some() && state.seen == now {
                return Ok(());
            }
            let (service, target) = (Arc::clone(self), exercise.target.clone());
            self.jobs.start(&exercise.target, LIMIT, |job| job, move |job| service.work(&target, &job))?;
            state.seen = now;
            state.rest(exercise, &self.workspace, now);
            state.begin();
            state.doing = Some("waiting for its turn".to_owned());
            self.events.put(&exercise.target, state);
            Ok(())
        };
        self.with(&exercise.target, begin).unwrap_or(Ok(()))
    }

    /// Ends a check, if there is one.
    pub(super) fn stop(&self, exercise: &Exercise) {
        self.jobs.find(&exercise.target).inspect(|job| job.give_up());
        self.with(&exercise.target, |state| {
            if state.doing.is_some() {
                state.ended = Some(Ended::Stopped);
                self.rest(exercise, state);
            }
        });
    }

    /// Restores the learner's file: a version that was kept, or the original. Says what was done.
    pub(super) fn reset(&self, exercise: &Exercise, version: Option<&str>) -> anyhow::Result<String> {
        let said = exercise.reset(&self.workspace, version)?;
        self.change(exercise, |_| true);
        Ok(said)
    }

    /// A hint, from 1.
    pub(super) fn hint(exercise: &Exercise, level: usize) -> anyhow::Result<Value> {
        let hints = exercise.hints()?;
        let hint = level.checked_sub(1).and_then(|index| hints.get(index));
        hint.map(|hint| texts::hint(hint)).with_context(|| format!("there is no hint {level}"))
    }

    /// Our solution beside the learner's, once theirs has passed.
    pub(super) fn solution(&self, exercise: &Exercise) -> anyhow::Result<Value> {
        let has_passed = self.with(&exercise.target, |state| state.has_passed());
        ensure!(has_passed == Some(true), "our solution is shown when yours has passed");
        let (mine, ours) = exercise.answers()?;
        Ok(texts::compare(&mine, &ours))
    }

    /// Opens the learner's file, where we know how.
    pub(super) fn open(&self, exercise: &Exercise) -> anyhow::Result<()> {
        self.editor.as_ref().map_or(Ok(()), |editor| editor.open(&exercise.file()))
    }

    /// Some file of an exercise has been saved: those that have changed are checked, if anybody follows them.
    pub(crate) fn look(self: &Arc<Self>) {
        for exercise in &self.workspace.exercises {
            // An editor that saves may have emptied the file, and what it writes is another change.
            if fs::metadata(exercise.file()).is_ok_and(|about| about.len() == 0) {
                continue;
            }
            let now = fingerprint(exercise);
            let changed = self.with(&exercise.target, |state| (state.seen != now).then_some(state.followed));
            // If more was saved than can be checked, a button of the page asks for the rest.
            match changed.flatten() {
                Some(true) if self.check(exercise).is_ok() => {}
                Some(_) => self.change(exercise, |state| {
                    state.seen = now;
                    true
                }),
                None => {}
            }
        }
    }

    /// A page is opened: what was graded elsewhere meanwhile is known here, too.
    pub(crate) fn refresh(&self) {
        for exercise in &self.workspace.exercises {
            let Some(cached) = CachedVerdict::load(&self.workspace, exercise) else { continue };
            self.change(exercise, |state| {
                let is_new = state.cached.as_ref() != Some(&cached);
                state.cached = Some(cached);
                is_new
            });
        }
    }

    /// Changes what is known of an exercise, unless it is being checked; pages are told if `change` says so.
    fn change(&self, exercise: &Exercise, change: impl FnOnce(&mut ExerciseState) -> bool) {
        self.with(&exercise.target, |state| {
            if state.doing.is_none() && change(state) {
                (state.ended, state.note) = (None, None);
                self.rest(exercise, state);
            }
        });
    }

    /// Ends everything.
    pub(crate) fn end(&self) {
        self.jobs.end();
    }

    /// Checks an exercise when it is its turn.
    fn work(&self, target: &str, job: &Job) {
        let _turn = lock(&self.turn);
        let Some(exercise) = self.exercise(target).filter(|_| !job.supervisor.is_stopped()) else { return };
        let before = fingerprint(exercise);
        let listener = GradingListener {
            on_progress: &|doing| self.tell(target, job, |state| state.doing = Some(phase(doing))),
            on_check: &|check| self.tell(target, job, |state| state.checked(bearable(check))),
        };
        let outcome = exercise.grade(&self.workspace, &job.supervisor, &listener);
        let is_late = job.is_late();
        let conclude = |state: &mut ExerciseState| {
            match outcome {
                _ if is_late => {
                    state.ended = Some(Ended::Stopped);
                    state.note = Some(format!("It took more than {} minutes.", LIMIT.as_secs() / 60));
                }
                _ if job.supervisor.is_stopped() => {}
                Err(error) => {
                    state.ended = Some(Ended::Unable);
                    state.note = Some(format!("{error:#}"));
                }
                Ok(graded) => state.cached = Some(CachedVerdict { fingerprint: before, exercise: graded }),
            }
            self.rest(exercise, state);
        };
        self.with(target, |state| job.tell(|| conclude(state)));
    }

    /// Tells pages how a check goes on, unless it was given up.
    fn tell(&self, target: &str, job: &Job, change: impl FnOnce(&mut ExerciseState)) {
        let change = |state: &mut ExerciseState| {
            change(state);
            self.events.put(target, state);
        };
        self.with(target, |state| job.tell(|| change(state)));
    }

    /// Tells pages how an exercise stands, now that nothing is being done about it.
    fn rest(&self, exercise: &Exercise, state: &mut ExerciseState) {
        state.rest(exercise, &self.workspace, fingerprint(exercise));
        self.events.put(&exercise.target, state);
    }

    /// Does this with what is known of an exercise, while nobody else changes it.
    fn with<T>(&self, target: &str, action: impl FnOnce(&mut ExerciseState) -> T) -> Option<T> {
        lock(&self.states).get_mut(target).map(action)
    }
}
