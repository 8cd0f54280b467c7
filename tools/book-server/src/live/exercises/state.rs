//! What pages see of an exercise.

use super::{compiler::without_places, texts::html};
use grader::{Backup, CachedVerdict, Exercise, Workspace, fingerprint};
use serde::Serialize;
use serde_json::Value;

/// The longest text that a page is sent in one piece; a terminal can show the rest.
const LONGEST: usize = 16 * 1024;

/// What pages are sent about one exercise.
#[derive(Debug, Default, Serialize)]
pub(super) struct ExerciseState {
    r#type: &'static str,
    /// As in docs/grading/schema.json; a check that is not done yet has no verdict.
    pub(super) exercise: Value,
    pub(super) graded: Graded,
    /// What is being done about it now.
    pub(super) doing: Option<String>,
    /// How the last check ended, if not with a verdict.
    pub(super) ended: Option<Ended>,
    /// More about that.
    pub(super) note: Option<String>,
    hints: usize,
    /// Whether we know how to open the file.
    editor: bool,
    /// What to do, as HTML.
    task: Option<String>,
    signatures: Vec<String>,
    /// The page that asks for it: `2-echo/half-close.html`.
    section: Option<String>,
    backups: Vec<Backup>,
    /// How it was graded last.
    #[serde(skip)]
    pub(super) cached: Option<CachedVerdict>,
    /// The fingerprint of its files when we looked last.
    #[serde(skip)]
    pub(super) seen: u64,
    /// Whether a page has shown it: then it is checked whenever it is saved.
    #[serde(skip)]
    pub(super) followed: bool,
}

/// Whether there is a verdict on an exercise as it is.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
pub(super) enum Graded {
    #[default]
    Never,
    /// Its files have changed since.
    Before,
    Now,
}

/// Why a check has no verdict.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
pub(super) enum Ended {
    Stopped,
    /// This machine could not do it.
    Unable,
}

impl ExerciseState {
    pub(super) fn new(exercise: &Exercise, workspace: &Workspace, editor: bool) -> Self {
        Self {
            r#type: "exercise",
            exercise: exercise.ungraded(workspace),
            hints: exercise.hints().map_or(0, |hints| hints.len()),
            editor,
            section: exercise.section().map(|page| page.replace(".md", ".html")),
            cached: CachedVerdict::load(workspace, exercise),
            seen: fingerprint(exercise),
            ..Self::default()
        }
    }

    /// Nothing is being done: it is as it was graded last, if it has not changed since.
    pub(super) fn rest(&mut self, exercise: &Exercise, workspace: &Workspace, now: u64) {
        self.doing = None;
        (self.graded, self.exercise) = match &self.cached {
            None => (Graded::Never, exercise.ungraded(workspace)),
            Some(cached) if cached.fingerprint == now => (Graded::Now, bearable(cached.exercise.clone())),
            Some(_) => (Graded::Before, exercise.ungraded(workspace)),
        };
        for reason in self.exercise["reasons"].as_array_mut().into_iter().flatten() {
            *reason = reason.as_str().map(|reason| without_places(reason, &workspace.root)).into();
        }
        // A task that somebody has removed from their file is still the task.
        self.task = exercise.task().map(|task| html(&format!("**Your task:** {task}"))).or(self.task.take());
        self.signatures = exercise.signatures();
        self.backups = exercise.backups();
    }

    /// Whether it has passed as it is now.
    pub(super) fn has_passed(&self) -> bool {
        self.graded == Graded::Now && self.exercise["verdict"] == "passed"
    }

    /// A new check begins: nothing is known.
    pub(super) fn begin(&mut self) {
        (self.ended, self.note) = (None, None);
        for check in self.exercise["checks"].as_array_mut().into_iter().flatten() {
            check["verdict"] = Value::Null;
            check["message"] = Value::Null;
        }
        self.exercise["reasons"] = Value::Array(Vec::new());
        self.exercise["printed"] = Value::Null;
    }

    /// One of its checks has ended.
    pub(super) fn checked(&mut self, checked: Value) {
        let checks = self.exercise["checks"].as_array_mut();
        if let Some(check) = checks.into_iter().flatten().find(|check| check["name"] == checked["name"]) {
            *check = checked;
        }
    }
}

/// The same with every text cut to a length that a page can bear.
pub(super) fn bearable(mut value: Value) -> Value {
    match &mut value {
        Value::String(text) if text.len() > LONGEST => {
            text.truncate(text.floor_char_boundary(LONGEST));
            text.push_str("\n… (a terminal shows the rest)\n");
        }
        Value::Array(values) => values.iter_mut().for_each(|value| *value = bearable(value.take())),
        Value::Object(values) => values.values_mut().for_each(|value| *value = bearable(value.take())),
        _ => {}
    }
    value
}
