//! Building what can be built, and keeping what rustc says about the rest.

use crate::{
    built::Built,
    exercise::Exercise,
    leash::Leash,
    progress::Progress,
    scratch::Scratch,
    workspace::{Workspace, cargo},
};
use anyhow::{Context as _, ensure};
use cargo_metadata::{CompilerMessage, Message, diagnostic::DiagnosticLevel};
use std::{
    collections::HashMap,
    fs::{self, File},
    io::{self, BufRead as _, BufReader, Read},
    path::{Path, PathBuf},
    process::{Command, Stdio},
    thread,
};

/// How often is built before we give up: a file may be saved meanwhile, and a program may have to be built again.
const TRIES: u32 = 4;

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
    /// What the programs consist of.
    built: Vec<Built>,
    /// Where the programs are, and what else a grading needs.
    scratch: Option<Scratch>,
}

impl Compiled {
    pub(crate) fn program(&self, exercise: &Exercise) -> Option<&Path> {
        self.programs.get(&exercise.target).map(PathBuf::as_path)
    }

    /// A folder that is there as long as this is; `None` if nothing was built.
    pub(crate) fn scratch(&self) -> Option<&Path> {
        self.scratch.as_ref().map(Scratch::path)
    }

    /// All files from which its program was built, if rustc has said so.
    pub(crate) fn sources(&self, workspace: &Workspace, exercise: &Exercise) -> Option<Vec<PathBuf>> {
        let program = self.built.iter().find(|built| built.test.as_ref() == Some(&exercise.target))?;
        program.sources(&workspace.root)
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
                self.built.extend(Built::of(&made));
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

impl Compiled {
    /// What cargo has left as it was although it may have been built from something else.
    fn doubtful(&self, workspace: &Workspace) -> Vec<&Built> {
        self.built.iter().filter(|built| built.is_doubtful(&workspace.root, &workspace.target)).collect()
    }

    fn keep_records(&self, workspace: &Workspace) -> io::Result<()> {
        self.built.iter().try_for_each(|built| built.keep_record(&workspace.root, &workspace.target))
    }

    /// Keeps the programs where nobody else builds.
    fn keep_programs(&mut self, workspace: &Workspace) -> io::Result<()> {
        let scratch = Scratch::new(&workspace.target)?;
        for program in self.programs.values_mut() {
            *program = scratch.keep(program)?;
        }
        self.scratch = Some(scratch);
        Ok(())
    }
}

/// Builds those of the exercises that can be built, from what is in their files now.
pub(crate) fn compile(
    workspace: &Workspace,
    exercises: &[&Exercise],
    progress: &Progress<'_>,
    leash: &Leash,
) -> anyhow::Result<Compiled> {
    if exercises.is_empty() {
        return Ok(Compiled::default());
    }
    let _turn = take_turn(&workspace.target, progress).context("could not lock the target folder")?;
    let mut tries = 1;
    loop {
        let before = contents(exercises);
        let mut compiled = build(workspace, exercises, progress, leash)?;
        let doubtful = compiled.doubtful(workspace);
        let settled = before == contents(exercises);
        if doubtful.is_empty() && (settled || tries == TRIES) {
            if settled {
                compiled
                    .keep_records(workspace)
                    .context("could not keep what the programs were built from")?;
            }
            compiled.keep_programs(workspace).context("could not keep the programs")?;
            return Ok(compiled);
        }
        ensure!(tries < TRIES, "cargo does not build again what was built from something else");
        tries += 1;
        doubtful.iter().try_for_each(|built| built.remove()).context("could not remove an old program")?;
    }
}

/// Waits until no other grading builds in this folder: they would take one another's programs away.
fn take_turn(target: &Path, progress: &Progress<'_>) -> io::Result<File> {
    let folder = target.join("grade");
    fs::create_dir_all(&folder)?;
    let lock = File::create(folder.join("lock"))?;
    if lock.try_lock().is_err() {
        progress.show("waiting for another grading to build");
        // Where there are no locks, there is nobody to wait for.
        let _ = lock.lock();
    }
    Ok(lock)
}

/// What is in the files of the learner and of the checks.
fn contents(exercises: &[&Exercise]) -> Vec<Option<Vec<u8>>> {
    exercises
        .iter()
        .flat_map(|exercise| [exercise.file(), exercise.grader()])
        .map(|file| fs::read(file).ok())
        .collect()
}

/// Has cargo build.
fn build(
    workspace: &Workspace,
    exercises: &[&Exercise],
    progress: &Progress<'_>,
    leash: &Leash,
) -> anyhow::Result<Compiled> {
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
