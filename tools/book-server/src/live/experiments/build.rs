//! Building the programs of an experiment, as `cargo run` would.

use super::runner::{Run, RunEvent};
use anyhow::Context as _;
use book_checks::{CommandLine, Program};
use std::{
    collections::btree_map::Entry,
    path::{Path, PathBuf},
    process::{Command, Stdio},
};
use support::{
    ProcessSupervisor,
    cargo::{Executables, cargo, executable, read_build},
};

/// The longest complaint that a page is sent; a terminal can show the rest.
const LONGEST: usize = 16 * 1024;

/// Builds what an experiment types, one after the other; what the compiler complains about is the error.
pub(super) fn build(run: &Run, root: &Path, supervisor: &ProcessSupervisor) -> anyhow::Result<Executables> {
    let mut programs = Executables::new();
    for (_, command) in run.experiment.typed() {
        let line = CommandLine::parse(command);
        let line = line.with_context(|| format!("`{command}` is no program of this workspace"))?;
        anyhow::ensure!(
            cfg!(unix) || line.descriptors.is_none(),
            "this takes a limit of open files (ulimit), which Windows has not"
        );
        if let Entry::Vacant(place) = programs.entry(line.program.name().to_owned()) {
            place.insert(build_one(run, root, supervisor, &line.program)?);
        }
    }
    Ok(programs)
}

fn build_one(
    run: &Run,
    root: &Path,
    supervisor: &ProcessSupervisor,
    program: &Program,
) -> anyhow::Result<PathBuf> {
    let (mut child, group) =
        supervisor.start(&mut cargo_build(root, program)).context("could not start cargo")?;
    let mut executables = Executables::new();
    let on_message = |message| executables.extend(executable(message));
    let complaint =
        read_build(&mut child, on_message, |line| run.tell(&RunEvent::Builds { words: line.trim() }));
    let status = child.wait();
    group.kill(false);
    let mut complaint = complaint?;
    complaint.truncate(complaint.floor_char_boundary(LONGEST));
    anyhow::ensure!(status.context("could not wait for cargo")?.success(), complaint);
    executables
        .remove(program.name())
        .with_context(|| format!("cargo has built no program {}", program.name()))
}

/// What `cargo run` does before it runs something: then neither undoes what the other has built.
fn cargo_build(root: &Path, program: &Program) -> Command {
    let mut command = cargo();
    command.current_dir(root).stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::piped());
    command.args(["build", "--color=never", "--message-format=json-render-diagnostics"]);
    command.args(["--package", &program.package]);
    command.args(program.example.iter().flat_map(|example| ["--example", example]));
    command
}
