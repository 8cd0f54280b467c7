//! What all gradings have in common, and how they show what is being done at the moment.

use crate::{arguments::Limits, exercise::Exercise, workspace::Workspace};
use grading_contract::CheckReport;
use std::sync::MutexGuard;
use support::{ProcessSupervisor, ProgressLine, printable};

/// Gets the report of each check, as soon as the check has ended.
pub(crate) type OnReport<'a> = &'a (dyn Fn(&Exercise, &CheckReport) + Sync);

/// What all gradings have in common.
pub(crate) struct Session<'a> {
    pub(crate) workspace: &'a Workspace,
    pub(crate) limits: Limits,
    pub(crate) supervisor: ProcessSupervisor,
    pub(crate) progress: Progress<'a>,
    pub(crate) on_report: OnReport<'a>,
}

impl<'a> Session<'a> {
    /// One that shows its progress at the terminal.
    pub(crate) fn new(workspace: &'a Workspace, limits: Limits, supervisor: &ProcessSupervisor) -> Self {
        let (supervisor, progress) = (supervisor.clone(), Progress::on_terminal());
        Self { workspace, limits, supervisor, progress, on_report: &|_, _| () }
    }
}

/// Shows what is being done, until something else is: a line on a terminal, or a word to a listener.
pub(crate) struct Progress<'a> {
    line: ProgressLine,
    listener: &'a (dyn Fn(&str) + Sync),
}

impl<'a> Progress<'a> {
    /// On standard error, if that is a terminal.
    pub(crate) fn on_terminal() -> Self {
        Self { line: ProgressLine::on_terminal(), listener: &|_| () }
    }

    /// To a listener instead.
    pub(crate) fn to(listener: &'a (dyn Fn(&str) + Sync)) -> Self {
        Self { line: ProgressLine::hidden(), listener }
    }

    pub(crate) fn show(&self, doing: &str) {
        let doing = printable(doing);
        (self.listener)(&doing);
        self.line.show(doing);
    }

    /// Erases it; nothing is shown as long as the returned guard is kept.
    pub(crate) fn clear(&self) -> MutexGuard<'_, bool> {
        self.line.clear()
    }
}
