//! Doing what was asked for: on a command line, which ends in an exit code, or by a program that shows an exercise to people
//! (`cargo book`).

use crate::{
    Arguments,
    arguments::Command,
    comparison::Comparison,
    exercise::{Exercise, HINTS},
    machine_report,
    outcome::Outcome,
    reset::reset,
    scratch::{KEPT_PROGRAMS, remove_abandoned},
    selection::{Unknown, choose, list, the_one},
    session::{GradingListener, Session},
    text_report::TextReport,
    verify::verify,
    watch::watch,
    workspace::Workspace,
};
use anyhow::{Context as _, ensure};
use clap::Parser as _;
use grading_contract::{Verdict, close_memory};
use serde_json::Value;
use std::{fs, path::Path, process::ExitCode};
use support::{Console, ProcessSupervisor, stop_on_interrupt};

/// Does what was asked for: 0 when all of it passed, 1 when something did not, 2 for a wrong command line.
#[must_use]
pub fn run(arguments: &Arguments) -> ExitCode {
    support::exit_code::<Unknown>(try_to(arguments))
}

/// Whether all that was asked for has passed.
fn try_to(arguments: &Arguments) -> anyhow::Result<bool> {
    // Here are the secrets with which reports are signed.
    close_memory();
    let supervisor = &ProcessSupervisor::default();
    stop_on_interrupt(supervisor.clone())?;
    let workspace = &Workspace::of(Path::new("."))?;
    ensure!(!workspace.exercises.is_empty(), "there are no exercises in {}", workspace.root.display());
    let console = &mut Console::stdout();
    let session = Session::new(workspace, arguments.limits, supervisor);
    let the_one = |name| the_one(&workspace.exercises, name);
    match &arguments.command {
        None if arguments.verify => verify(workspace, arguments, supervisor, console),
        None => grade(&session, arguments, console),
        Some(Command::List { asked, topic }) => {
            list(&choose(&workspace.exercises, asked)?, topic.as_deref(), workspace, console)
        }
        Some(Command::Hint { name, level }) => hint(the_one(name)?, *level, console),
        Some(Command::Reset { name, from }) => {
            let exercise = the_one(name)?;
            let restored = reset(workspace, exercise, from.as_deref())?;
            let lines = restored.lines_with_commands(workspace, exercise);
            lines.iter().try_for_each(|line| console.line(line))?;
            Ok(true)
        }
        Some(Command::Watch { asked }) => watch(&session, asked, console),
    }
}

fn grade(session: &Session<'_>, arguments: &Arguments, console: &mut Console) -> anyhow::Result<bool> {
    let workspace = session.workspace;
    let asked = choose(&workspace.exercises, &arguments.asked)?;
    let comparison = Comparison::with(workspace, arguments.against.as_deref())?;
    let outcomes = if arguments.json {
        session.grade(&asked, &comparison, |_| Ok(()))?
    } else {
        let all = arguments.all || asked.len() == 1;
        TextReport { console, workspace, all }.grade(session, &asked, &comparison)?
    };
    if let Some(file) = &arguments.junit {
        let written = fs::write(file, machine_report::junit(&outcomes));
        written.with_context(|| format!("could not write {}", file.display()))?;
    }
    if arguments.json {
        console.verbatim(&machine_report::json(workspace, &comparison, &outcomes)?)?;
    }
    Ok(outcomes.iter().all(Outcome::passed))
}

/// Shows the hint of a level, no more than was asked for, and says how to get the next.
fn hint(exercise: &Exercise, level: u8, console: &mut Console) -> anyhow::Result<bool> {
    let (hints, name) = (exercise.hints()?, &exercise.name);
    let hint = hints.get(usize::from(level) - 1);
    let hint = hint.with_context(|| format!("{name} has {} hints", hints.len()))?;
    console.line(&format!("{} {name}, hint {level} of {}", exercise.place(), hints.len()))?;
    console.markdown(&format!("\n{hint}"))?;
    if level < HINTS {
        console.line(&format!("\nMore: cargo grade hint {name} {}", level + 1))?;
    } else {
        console.line("\nThat was the last hint. When your code passes, compare it with solution.rs.")?;
    }
    Ok(true)
}

impl Workspace {
    /// Removes what gradings have left that were killed, as the next grading would.
    pub fn remove_abandoned(&self) {
        remove_abandoned(&self.target, KEPT_PROGRAMS);
    }
}

impl Exercise {
    /// Grades it as `cargo grade NAME` does. The result is an exercise as in docs/grading/schema.json, with the compiler's
    /// messages in colours; when the supervisor was stopped meanwhile it is no verdict.
    ///
    /// # Errors
    ///
    /// When cargo, or the exercise's program, cannot be started.
    pub fn grade(
        &self,
        workspace: &Workspace,
        supervisor: &ProcessSupervisor,
        listener: &GradingListener<'_>,
    ) -> anyhow::Result<Value> {
        let usual = Arguments::try_parse_from(["cargo grade"])?.limits;
        let listener = Some(listener);
        let session = Session { listener, ..Session::new(workspace, usual, supervisor) };
        let comparison = Comparison::with(workspace, None)?;
        let outcomes = session.grade(&[self], &comparison, |_| Ok(()))?;
        let outcome = outcomes.first().context("the exercise was not graded")?;
        Ok(machine_report::exercise_with_colours(workspace, outcome))
    }

    /// The same for an exercise that nobody has graded yet: all there is to know without building it.
    #[must_use]
    pub fn ungraded(&self, workspace: &Workspace) -> Value {
        let outcome = Outcome::without_a_run(self, Verdict::NotStarted, Vec::new(), self.checks());
        machine_report::exercise_with_colours(workspace, &outcome)
    }

    /// Restores the learner's file: a kept version, or the original stub. Says where what stood in it is kept.
    ///
    /// # Errors
    ///
    /// When there is no such version, or the files cannot be written. Then nothing was changed.
    pub fn reset(&self, workspace: &Workspace, from: Option<&str>) -> anyhow::Result<String> {
        reset(workspace, self, from).map(|restored| restored.lines(workspace).join("\n"))
    }
}
