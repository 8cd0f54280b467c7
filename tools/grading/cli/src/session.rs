//! What all gradings have in common, and how they show what is being done at the moment.

use crate::{arguments::Limits, workspace::Workspace};
use serde_json::Value;
use support::{ProcessSupervisor, ProgressLine, printable};

/// What a program does that shows how a grading goes on.
pub struct GradingListener<'a> {
    /// Gets what is being done now, in a few words.
    pub on_progress: &'a (dyn Fn(&str) + Sync),
    /// Gets each check that has ended, as in docs/grading/schema.json.
    pub on_check: &'a (dyn Fn(Value) + Sync),
}

/// What all gradings have in common.
pub(crate) struct Session<'a> {
    pub(crate) workspace: &'a Workspace,
    pub(crate) limits: Limits,
    pub(crate) supervisor: ProcessSupervisor,
    pub(crate) progress: ProgressLine,
    /// Gets what else would be shown on the line.
    pub(crate) listener: Option<&'a GradingListener<'a>>,
}

impl<'a> Session<'a> {
    /// One that shows its progress at the terminal.
    pub(crate) fn new(workspace: &'a Workspace, limits: Limits, supervisor: &ProcessSupervisor) -> Self {
        let (supervisor, progress) = (supervisor.clone(), ProgressLine::on_terminal());
        Self { workspace, limits, supervisor, progress, listener: None }
    }

    /// Shows what is being done, until something else is.
    pub(crate) fn show(&self, doing: &str) {
        let doing = printable(doing);
        match self.listener {
            Some(listener) => (listener.on_progress)(&doing),
            None => self.progress.show(doing),
        }
    }
}
