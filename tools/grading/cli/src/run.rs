//! Doing what was asked for, and how that ends: an exit code, and a line when something went wrong.

use crate::{
    Arguments,
    arguments::Command,
    comparison::Comparison,
    exercise::{Exercise, HINTS},
    machine_report,
    outcome::Outcome,
    reset::reset,
    selection::{Unknown, choose, list, the_one},
    session::Session,
    text_report::TextReport,
    verify::verify,
    watch::watch,
    workspace::Workspace,
};
use anyhow::{Context as _, ensure};
use grading_contract::close_memory;
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
