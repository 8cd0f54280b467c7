//! Building the programs of an experiment, as `cargo run` would.

use super::runs::{News, Run};
use anyhow::Context as _;
use book_checks::{CommandLine, Program};
use cargo_metadata::Message;
use std::{
    collections::{HashMap, hash_map::Entry},
    env,
    ffi::OsString,
    io::{BufRead as _, BufReader, Read},
    path::{Path, PathBuf},
    process::{Command, Stdio},
    thread,
};
use support::ProcessSupervisor;

/// The executables, by the names of their programs.
pub(super) type Programs = HashMap<String, PathBuf>;

/// The longest complaint that a page is sent; a terminal can show the rest.
const LONGEST: usize = 16 * 1024;

/// Builds what an experiment types, one after the other; what the compiler complains about is the error.
pub(super) fn build(run: &Run, root: &Path, supervisor: &ProcessSupervisor) -> anyhow::Result<Programs> {
    let mut programs = Programs::new();
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
    let (mut child, group) = supervisor.start(&mut cargo(root, program)).context("could not start cargo")?;
    let (messages, said) = (child.stdout.take(), child.stderr.take());
    let (mut executable, mut complaint) = (None, String::new());
    thread::scope(|scope| {
        scope.spawn(|| complaint = said.map(|said| listen(said, run)).unwrap_or_default());
        let messages = messages.map(|messages| Message::parse_stream(BufReader::new(messages)));
        for message in messages.into_iter().flatten().map_while(Result::ok) {
            if let Message::CompilerArtifact(made) = message
                && made.target.name == program.name()
            {
                executable = made.executable.map(PathBuf::from).or(executable.take());
            }
        }
    });
    let status = child.wait();
    group.kill(false);
    complaint.truncate(complaint.floor_char_boundary(LONGEST));
    anyhow::ensure!(status.context("could not wait for cargo")?.success(), complaint);
    executable.with_context(|| format!("cargo has built no program {}", program.name()))
}

/// What `cargo run` does before it runs something: then neither undoes what the other has built.
fn cargo(root: &Path, program: &Program) -> Command {
    let cargo = env::var_os("CARGO").unwrap_or_else(|| OsString::from("cargo"));
    let mut command = Command::new(cargo);
    command.current_dir(root).stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::piped());
    command.args(["build", "--color=never", "--message-format=json-render-diagnostics"]);
    command.args(["--package", &program.package]);
    command.args(program.example.iter().flat_map(|example| ["--example", example]));
    command
}

/// Tells what cargo is doing, and returns its complaint: all from the first "error" on.
fn listen(said: impl Read, run: &Run) -> String {
    let lines = BufReader::new(said).lines().map_while(Result::ok);
    let lines = lines.inspect(|line| run.tell(&News::Builds { words: line.trim() }));
    lines.skip_while(|line| !line.starts_with("error")).map(|line| line + "\n").collect()
}
