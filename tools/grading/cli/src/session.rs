//! What all gradings have in common, and how they run the test program of an exercise.

use crate::{
    arguments::Limits, exercise::Exercise, progress::Progress, reports::Reports, workspace::Workspace,
};
use anyhow::Context as _;
use grading_contract::CheckReport;
use std::{path::Path, process::Command, time::Duration};
use support::{Finished, ProcessSupervisor, run_with_limit};

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

/// The test program of an exercise.
#[derive(Clone, Copy)]
pub(crate) struct Program<'a, 'b> {
    pub(crate) session: &'b Session<'a>,
    pub(crate) exercise: &'a Exercise,
    pub(crate) file: &'b Path,
    /// Where reports may be kept meanwhile.
    pub(crate) scratch: &'b Path,
}

impl Program<'_, '_> {
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
}
