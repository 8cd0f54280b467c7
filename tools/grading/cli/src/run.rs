//! Doing what was asked for.

use crate::{
    Arguments,
    arguments::Command,
    choose::{choose, the_one},
    comparison::Comparison,
    hint::hint,
    interrupt, json, junit,
    leash::Leash,
    list::list,
    outcome::Outcome,
    page::Page,
    reset::reset,
    session::Session,
    text::Text,
    verify::verify,
    watch::watch,
    workspace::Workspace,
};
use anyhow::Context as _;
use grading_contract::close_memory;
use std::fs;

/// Does what was asked for; whether all of it passed.
///
/// # Errors
///
/// When there is no workspace, no such exercise, no cargo, or nobody to read the answer.
pub fn run(arguments: &Arguments) -> anyhow::Result<bool> {
    // Here are the secrets with which reports are signed.
    close_memory();
    let leash = &Leash::default();
    interrupt::handle(leash.clone())?;
    let workspace = &Workspace::here()?;
    let mut page = Page::new();
    let session = Session::new(workspace, arguments.limits(), leash);
    let the_one = |name| the_one(&workspace.exercises, name);
    match &arguments.command {
        None if arguments.verify => verify(workspace, arguments, leash, &mut page),
        None => grade(&session, arguments, page),
        Some(Command::List { asked }) => list(&choose(&workspace.exercises, asked)?, workspace, &mut page),
        Some(Command::Hint { name, level }) => hint(the_one(name)?, *level, &mut page),
        Some(Command::Reset { name, from }) => {
            reset(workspace, the_one(name)?, from)?.iter().try_for_each(|line| page.line(line))?;
            Ok(true)
        }
        Some(Command::Watch { asked }) => watch(&session, asked, page),
    }
}

fn grade(session: &Session<'_>, arguments: &Arguments, mut page: Page) -> anyhow::Result<bool> {
    let workspace = session.workspace;
    let asked = choose(&workspace.exercises, &arguments.asked)?;
    let comparison = Comparison::with(workspace, arguments.against.as_deref())?;
    let outcomes = if arguments.json {
        let outcomes = session.grade(&asked, &comparison, |_| Ok(()))?;
        write_junit(arguments, &outcomes)?;
        page.verbatim(&json::report(workspace, &comparison, &outcomes)?)?;
        outcomes
    } else {
        let mut text = Text { page, workspace, all: arguments.all || asked.len() == 1 };
        let outcomes = text.grade(session, &asked, &comparison)?;
        write_junit(arguments, &outcomes)?;
        outcomes
    };
    Ok(outcomes.iter().all(Outcome::passed))
}

fn write_junit(arguments: &Arguments, outcomes: &[Outcome<'_>]) -> anyhow::Result<()> {
    let Some(file) = &arguments.junit else { return Ok(()) };
    let written = fs::write(file, junit::report(outcomes)?);
    written.with_context(|| format!("could not write {}", file.display()))
}
