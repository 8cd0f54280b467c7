//! The test program of an exercise, run as `cargo test` would run it.

use crate::{arguments::Limits, exercise::Exercise, reports::Reports};
use anyhow::Context as _;
use std::{path::Path, process::Command, time::Duration};
use support::{Finished, ProcessSupervisor, run_with_limit};

/// What a run of an exercise's program needs.
#[derive(Clone, Copy)]
pub(crate) struct Program<'a, 'b> {
    pub(crate) exercise: &'a Exercise,
    pub(crate) file: &'b Path,
    /// Where reports may be kept meanwhile.
    pub(crate) scratch: &'b Path,
    pub(crate) limits: Limits,
    pub(crate) supervisor: &'b ProcessSupervisor,
}

impl Program<'_, '_> {
    /// Runs it, and calls `look` now and then meanwhile.
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
        run_with_limit(command, input, limit, self.supervisor, look)
            .with_context(|| format!("could not run {}", self.file.display()))
    }

    /// The names of all its tests: checks, and those in the learner's file, which have a `::` in it.
    pub(crate) fn tests(self) -> anyhow::Result<Vec<String>> {
        let finished = self.run(&["--list", "--format", "terse"], self.limits.checks, None, &mut || ())?;
        let names = finished.output.lines().filter_map(|line| line.strip_suffix(": test"));
        Ok(names.map(str::to_owned).collect())
    }
}
