//! Building a program of the workspace, for what pages ask for.

use anyhow::Context as _;
use book_checks::Program;
use std::{
    path::{Path, PathBuf},
    process::Stdio,
};
use support::{
    ProcessSupervisor,
    cargo::{Executables, cargo, executable, read_build},
};

/// The longest complaint that a page is sent; a terminal can show the rest.
const LONGEST: usize = 16 * 1024;

/// Has cargo build a program, and hands on each line that it says; what the compiler complains about is the error.
pub(super) fn build_program(
    supervisor: &ProcessSupervisor,
    root: &Path,
    program: &Program,
    mut on_line: impl FnMut(&str) + Send,
) -> anyhow::Result<PathBuf> {
    // As `cargo run` does it before it runs something: then neither undoes what the other has built.
    let mut command = cargo();
    command.current_dir(root).stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::piped());
    command.args(["build", "--color=never", "--message-format=json-render-diagnostics"]);
    command.args(["--package", &program.package]);
    command.args(program.example.iter().flat_map(|example| ["--example", example]));
    let started = supervisor.start(&mut command);
    let (mut child, group) = started.context("could not start cargo")?;
    let mut executables = Executables::new();
    let on_message = |message| executables.extend(executable(message));
    let complaint = read_build(&mut child, on_message, |line: &str| on_line(line.trim()));
    let status = child.wait();
    group.kill(false);
    let mut complaint = complaint?;
    complaint.truncate(complaint.floor_char_boundary(LONGEST));
    anyhow::ensure!(status.context("could not wait for cargo")?.success(), complaint);
    executables
        .remove(program.name())
        .with_context(|| format!("cargo has built no program {}", program.name()))
}
