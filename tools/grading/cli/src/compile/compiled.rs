//! What a build has made, and what rustc says about the rest.

use super::built::Built;
use crate::{
    exercise::Exercise,
    scratch::{KEPT_PROGRAMS, Scratch},
    workspace::Workspace,
};
use anyhow::Context as _;
use cargo_metadata::{CompilerMessage, Message, diagnostic::DiagnosticLevel};
use grading_contract::Verdict;
use std::{
    collections::{HashMap, HashSet},
    io,
    path::{Path, PathBuf},
    time::Duration,
};

/// How many messages are kept about one exercise: nobody reads more, and a macro can make any number.
const MOST_MESSAGES: usize = 100;

/// How much is kept of a message: more than any person reads.
const LONGEST_MESSAGE: usize = 16 * 1024;

/// What a build has made, and said.
#[derive(Default)]
pub(crate) struct Compiled {
    programs: HashMap<String, PathBuf>,
    errors: HashMap<String, Vec<String>>,
    /// Those in what the exercises use.
    elsewhere: Vec<String>,
    warnings: HashMap<String, Vec<String>>,
    /// The targets for which the compiler took too long.
    pub(super) late: HashSet<String>,
    /// What rustc could not do because of the machine.
    machine_error: Option<String>,
    /// Cargo's own last words, for when rustc had none.
    pub(super) cargo: String,
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

    /// A message for each file of its answer that exports a macro.
    pub(crate) fn exported_macros(
        &self,
        workspace: &Workspace,
        exercise: &Exercise,
    ) -> anyhow::Result<Vec<String>> {
        let program = self.built.iter().find(|built| built.test.as_ref() == Some(&exercise.target));
        let macros = program.and_then(|program| program.exported_macros(workspace, exercise));
        macros.with_context(|| format!("cargo does not say what {} was built from", exercise.target))
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
                return (Verdict::TimedOut, vec![took_too_long(exercise, limit)]);
            }
            None => vec![self.cargo.clone()],
        };
        (Verdict::DoesNotCompile, reasons)
    }

    /// Whether it is not known yet what becomes of an exercise.
    pub(super) fn is_open(&self, exercise: &Exercise) -> bool {
        let target = &exercise.target;
        let known = self.programs.contains_key(target) || self.errors.contains_key(target);
        !known && self.elsewhere.is_empty()
    }

    /// What the machine could not do, if there is an exercise of which nothing else is known.
    pub(super) fn machine_error(&self, exercises: &[&Exercise]) -> Option<String> {
        let unknown = |exercise: &&Exercise| self.is_open(exercise) && !self.late.contains(&exercise.target);
        // Cargo could not begin, or rustc was ended. When rustc crashes, it is because of what it has read.
        let of_machine = !self.cargo.starts_with("error: could not compile") || is_of_machine(&self.cargo);
        let of_cargo = || self.cargo.trim_start_matches("error: ").to_owned();
        let error = self.machine_error.clone();
        error.or_else(|| (of_machine && exercises.iter().any(unknown)).then(of_cargo))
    }

    /// Keeps what a message of cargo's says.
    pub(super) fn add_message(&mut self, message: Message, exercises: &[&Exercise]) {
        match message {
            Message::CompilerMessage(message) => self.add_diagnostic(message, exercises),
            Message::CompilerArtifact(made) => {
                self.built.extend(Built::of(&made));
                let program = made.executable.filter(|_| made.target.is_test());
                self.programs.extend(program.map(|program| (made.target.name, program.into())));
            }
            _ => {}
        }
    }

    fn add_diagnostic(&mut self, message: CompilerMessage, exercises: &[&Exercise]) {
        let (target, diagnostic) = (message.target.name, message.message);
        let is_exercise = exercises.iter().any(|exercise| exercise.target == target);
        let notes = match diagnostic.level {
            DiagnosticLevel::Error if diagnostic.spans.is_empty() && is_of_machine(&diagnostic.message) => {
                self.machine_error.get_or_insert(diagnostic.message);
                return;
            }
            DiagnosticLevel::Error if is_exercise => self.errors.entry(target).or_default(),
            DiagnosticLevel::Error => &mut self.elsewhere,
            DiagnosticLevel::Warning => self.warnings.entry(target).or_default(),
            _ => return,
        };
        if notes.len() < MOST_MESSAGES {
            notes.extend(diagnostic.rendered.map(shortened));
        }
    }

    /// What cargo has left as it was although it may have been built from something else.
    pub(super) fn doubtful(&self, workspace: &Workspace) -> Vec<&Built> {
        self.built.iter().filter(|built| built.is_doubtful(workspace)).collect()
    }

    pub(super) fn keep_records(&self, workspace: &Workspace) -> io::Result<()> {
        self.built.iter().try_for_each(|built| built.keep_record(workspace))
    }

    /// Keeps the programs where nobody else builds.
    pub(super) fn keep_programs(&mut self, workspace: &Workspace) -> io::Result<()> {
        let scratch = Scratch::new(&workspace.target, KEPT_PROGRAMS)?;
        for program in self.programs.values_mut() {
            *program = scratch.keep(program)?;
        }
        self.scratch = Some(scratch);
        Ok(())
    }
}

fn took_too_long(exercise: &Exercise, limit: Duration) -> String {
    format!(
        "Not graded: the compiler had not finished this exercise after {} s and was stopped.\n\n\
         Likely cause: a `const` whose value is computed in an endless loop, or an `include_str!` of something \
         that is not an ordinary file.\n\
         Hint: cargo grade hint {}\n",
        limit.as_secs(),
        exercise.name,
    )
}

/// Whether a message is about what the machine cannot do: the standard library ends such messages in a number of the
/// system's, LLVM in its words. The linker finds all that it needs, unless there is no linker, or no room.
fn is_of_machine(message: &str) -> bool {
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

/// The beginning of a message that is too long: a macro can make an error of any length.
fn shortened(mut message: String) -> String {
    let end = message.floor_char_boundary(LONGEST_MESSAGE);
    if end < message.len() {
        message.truncate(end);
        // The last colour would go on.
        message.push_str("\u{1b}[0m…\n");
    }
    message
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn of_a_message_without_an_end_the_beginning_is_kept() {
        assert_eq!(shortened("error: é".to_owned()), "error: é");
        let kept = shortened("é".repeat(1 << 20));
        assert!(kept.len() <= LONGEST_MESSAGE + 16 && kept.ends_with("é\u{1b}[0m…\n"));
    }
}
