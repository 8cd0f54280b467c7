//! What pages may ask of the program that serves them, and what they are told.
//!
//! A page can have programs run on the reader's machine, so a call counts only if it comes from a page that we served
//! in this run: [`guard`] says how we know. What a page names is looked up among known things, never used as a path.
//! Work is done by [`Jobs`](jobs::Jobs), which can be stopped and end with us. What becomes of it is sent through the [`EventBus`], which all pages
//! see alike, and which a page that comes back gets as a whole.

mod calculator;
mod event_bus;
mod exercises;
mod experiments;
mod guard;
mod jobs;
mod last_run;
mod routes;

pub(crate) use calculator::Calculator;
pub(crate) use event_bus::EventBus;
pub(crate) use exercises::ExerciseService;
pub(crate) use experiments::ExperimentRunner;
pub(crate) use guard::{Guard, Token, at_home};
pub(crate) use last_run::LastRun;
pub(crate) use routes::{IMMUTABLE, Live, SCRIPT, VERSION, routes};

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
fn build_program(
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
