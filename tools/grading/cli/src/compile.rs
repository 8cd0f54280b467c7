//! Building what can be built, from what is in the files now, and keeping what rustc says about the rest.

use crate::{
    built::{Built, read},
    cargo::build,
    ending,
    exercise::Exercise,
    leash::Leash,
    progress::Progress,
    scratch::Scratch,
    workspace::Workspace,
};
use anyhow::{Context as _, bail, ensure};
use cargo_metadata::{CompilerMessage, Message, diagnostic::DiagnosticLevel};
use grading_contract::Verdict;
use std::{
    collections::{HashMap, HashSet},
    fs::{self, File},
    io,
    path::{Path, PathBuf},
    time::Duration,
};

/// How many messages are kept about one exercise: nobody reads more, and a macro can make any number.
const MOST_MESSAGES: usize = 100;

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
    /// The targets for which the compiler took too long.
    late: HashSet<String>,
    /// What rustc could not do because of the machine.
    trouble: Option<String>,
    /// Cargo's own last words, for when rustc had none.
    pub(crate) cargo: String,
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

    /// Why there is no program: rustc's errors in the exercise, or else in what it uses, or else that the compiler did not
    /// end within the limit, or else what cargo says.
    pub(crate) fn reasons(&self, exercise: &Exercise, limit: Duration) -> (Verdict, Vec<String>) {
        let reasons = match self.errors.get(&exercise.target) {
            Some(errors) => errors.clone(),
            None if !self.elsewhere.is_empty() => self.elsewhere.clone(),
            None if self.late.contains(&exercise.target) => {
                return (Verdict::TimedOut, vec![ending::compiler_took_too_long(exercise, limit)]);
            }
            None => vec![self.cargo.clone()],
        };
        (Verdict::DoesNotCompile, reasons)
    }

    /// Whether it is not known yet what becomes of an exercise.
    fn is_open(&self, exercise: &Exercise) -> bool {
        let [known, error] =
            [self.programs.contains_key(&exercise.target), self.errors.contains_key(&exercise.target)];
        !known && !error && self.elsewhere.is_empty()
    }

    /// What the machine could not do, if there is an exercise of which nothing else is known.
    fn trouble(&self, exercises: &[&Exercise]) -> Option<String> {
        if self.trouble.is_some() {
            return self.trouble.clone();
        }
        let open =
            exercises.iter().any(|exercise| self.is_open(exercise) && !self.late.contains(&exercise.target));
        // Cargo could not begin, or rustc was ended. When rustc crashes, it is because of what it has read.
        let trouble = !self.cargo.starts_with("error: could not compile") || is_trouble(&self.cargo);
        (open && trouble).then(|| self.cargo.trim_start_matches("error: ").to_owned())
    }

    /// Adds what another build has made, and said.
    fn add(&mut self, other: Self) {
        self.programs.extend(other.programs);
        self.errors.extend(other.errors);
        self.elsewhere.extend(other.elsewhere);
        self.warnings.extend(other.warnings);
        self.built.extend(other.built);
        self.late.extend(other.late);
        self.trouble = self.trouble.take().or(other.trouble);
        self.cargo += &other.cargo;
    }

    /// Keeps what a message of cargo's says.
    pub(crate) fn take(&mut self, message: Message, exercises: &[&Exercise]) {
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
        let told = &message.message;
        if told.level == DiagnosticLevel::Error && told.spans.is_empty() && is_trouble(&told.message) {
            self.trouble.get_or_insert_with(|| told.message.clone());
            return;
        }
        let target = message.target.name;
        let is_exercise = exercises.iter().any(|exercise| exercise.target == target);
        let notes = match message.message.level {
            DiagnosticLevel::Error if is_exercise => self.errors.entry(target).or_default(),
            DiagnosticLevel::Error => &mut self.elsewhere,
            DiagnosticLevel::Warning => self.warnings.entry(target).or_default(),
            _ => return,
        };
        if notes.len() < MOST_MESSAGES {
            notes.extend(message.message.rendered);
        }
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
        let scratch = Scratch::new(&workspace.target, "grade-")?;
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
    limit: Duration,
) -> anyhow::Result<Compiled> {
    if exercises.is_empty() {
        return Ok(Compiled::default());
    }
    let _turn = take_turn(&workspace.target, progress).context("could not lock the target folder")?;
    let mut tries = 1;
    loop {
        let before = contents(exercises);
        let mut compiled = build_all(workspace, exercises, progress, leash, limit)?;
        if let Some(trouble) = compiled.trouble(exercises) {
            bail!("{}", trouble.split_whitespace().collect::<Vec<_>>().join(" "));
        }
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

/// Whether a message is about what the machine cannot do: the standard library ends such messages in a number of the
/// system's, LLVM in its words. The linker finds all that it needs, unless there is no linker, or no room.
fn is_trouble(message: &str) -> bool {
    let of_machines = [
        "(os error ",
        "No space left on device",
        "linking with `",
        "linker `",
        "signal: 9",
        "memory allocation of",
    ];
    of_machines.iter().any(|words| message.contains(words))
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
        .map(|file| read(&file))
        .collect()
}

/// Has cargo build all of them at once; and when that takes too long, one after another those of which nothing is known.
fn build_all(
    workspace: &Workspace,
    exercises: &[&Exercise],
    progress: &Progress<'_>,
    leash: &Leash,
    limit: Duration,
) -> anyhow::Result<Compiled> {
    let (mut compiled, stalled) = build(workspace, exercises, progress, leash, limit)?;
    let open: Vec<_> = exercises.iter().filter(|exercise| stalled && compiled.is_open(exercise)).collect();
    for exercise in &open {
        // If it is the only one, it is known to be the one.
        if open.len() > 1 {
            let (alone, stalled) = build(workspace, &[exercise], progress, leash, limit)?;
            compiled.add(alone);
            compiled.late.extend(stalled.then(|| exercise.target.clone()));
        } else {
            compiled.late.insert(exercise.target.clone());
        }
    }
    Ok(compiled)
}
