//! Building what can be built, and keeping what rustc says about the rest.

use crate::{
    exercise::Exercise,
    leash::Leash,
    progress::Progress,
    workspace::{Workspace, cargo},
};
use anyhow::Context as _;
use cargo_metadata::{CompilerMessage, Message, diagnostic::DiagnosticLevel};
use std::{
    collections::HashMap,
    io::{BufRead as _, BufReader, Read},
    path::{Path, PathBuf},
    process::{Command, Stdio},
    thread,
};

/// What a build has made, and said.
#[derive(Default)]
pub(crate) struct Compiled {
    programs: HashMap<String, PathBuf>,
    errors: HashMap<String, Vec<String>>,
    /// Those in what the exercises use.
    elsewhere: Vec<String>,
    warnings: HashMap<String, Vec<String>>,
    /// Cargo's own last words, for when rustc had none.
    cargo: String,
}

impl Compiled {
    pub(crate) fn program(&self, exercise: &Exercise) -> Option<&Path> {
        self.programs.get(&exercise.target).map(PathBuf::as_path)
    }

    /// What rustc warns about.
    pub(crate) fn warnings(&self, exercise: &Exercise) -> &[String] {
        self.warnings.get(&exercise.target).map_or(&[], Vec::as_slice)
    }

    /// Why there is no program: rustc's errors in the exercise, or else in what it uses, or else cargo's.
    pub(crate) fn reasons(&self, exercise: &Exercise) -> Vec<String> {
        match self.errors.get(&exercise.target) {
            Some(errors) => errors.clone(),
            None if !self.elsewhere.is_empty() => self.elsewhere.clone(),
            None => vec![self.cargo.clone()],
        }
    }

    /// Keeps what a message of cargo's says.
    fn take(&mut self, message: Message, exercises: &[&Exercise]) {
        match message {
            Message::CompilerMessage(message) => self.note(message, exercises),
            Message::CompilerArtifact(made) => {
                let program = made.executable.filter(|_| made.target.is_test());
                self.programs.extend(program.map(|program| (made.target.name, program.into())));
            }
            _ => {}
        }
    }

    fn note(&mut self, message: CompilerMessage, exercises: &[&Exercise]) {
        let target = message.target.name;
        let is_exercise = exercises.iter().any(|exercise| exercise.target == target);
        let notes = match message.message.level {
            DiagnosticLevel::Error if is_exercise => self.errors.entry(target).or_default(),
            DiagnosticLevel::Error => &mut self.elsewhere,
            DiagnosticLevel::Warning => self.warnings.entry(target).or_default(),
            _ => return,
        };
        notes.extend(message.message.rendered);
    }
}

/// Builds those of the exercises that can be built.
pub(crate) fn compile(
    workspace: &Workspace,
    exercises: &[&Exercise],
    progress: &Progress<'_>,
    leash: &Leash,
) -> anyhow::Result<Compiled> {
    if exercises.is_empty() {
        return Ok(Compiled::default());
    }
    let started = leash.start(&mut command(workspace, exercises));
    let (mut child, running) = started.context("could not start cargo")?;
    let (messages, said) = (child.stdout.take(), child.stderr.take());
    let mut compiled = Compiled::default();
    thread::scope(|scope| {
        let said = scope.spawn(|| said.map(|said| listen(said, progress)).unwrap_or_default());
        let messages = messages.map(|messages| Message::parse_stream(BufReader::new(messages)));
        for message in messages.into_iter().flatten() {
            compiled.take(message.context("could not read what cargo says")?, exercises);
        }
        compiled.cargo = said.join().unwrap_or_default();
        anyhow::Ok(())
    })?;
    child.wait().context("could not wait for cargo")?;
    running.let_go();
    drop(progress.clear());
    Ok(compiled)
}

fn command(workspace: &Workspace, exercises: &[&Exercise]) -> Command {
    let mut command = Command::new(cargo());
    command.current_dir(&workspace.root).stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::piped());
    command.args(["build", "--keep-going", "--message-format=json-diagnostic-rendered-ansi"]);
    command.arg("--target-dir").arg(&workspace.target);
    // In the root and without --package, so that what they use is built as `cargo test --test NAME` builds it there.
    command.args(exercises.iter().flat_map(|exercise| ["--test", &exercise.target]));
    command
}

/// Shows what cargo is doing, and returns its complaint: all from the first "error" on.
fn listen(said: impl Read, progress: &Progress<'_>) -> String {
    let lines = BufReader::new(said).lines().map_while(Result::ok);
    let lines = lines.inspect(|line| {
        let line = line.trim();
        // What is wrong is told later, and where it belongs.
        if !line.starts_with(['e', 'w']) {
            progress.show(line);
        }
    });
    lines.skip_while(|line| !line.starts_with("error")).map(|line| line + "\n").collect()
}
