//! Testing the exercises themselves, in a copy: the stub is not started, the solution and the correct answers in other
//! styles pass, and each wrong answer is rejected by the check that it names, with the message that has been reviewed.

mod copy;
mod facts;
mod form;
mod isolation;
mod mask;
mod rounds;
mod snapshot;
mod variant;

use crate::{
    Arguments, choose::choose, leash::Leash, page::Page, progress::Progress, session::Session,
    workspace::Workspace,
};
use anyhow::Context as _;
use facts::{Fact, tell};
use rounds::Rounds;
use std::fs::{self, File};

/// Verifies the exercises that were asked for, or all and that a broken one harms nothing else.
pub(crate) fn verify(
    workspace: &Workspace,
    arguments: &Arguments,
    leash: &Leash,
    page: &mut Page,
) -> anyhow::Result<bool> {
    let asked = choose(&workspace.exercises, &arguments.asked)?;
    let scratch = workspace.target.join("verify");
    fs::create_dir_all(&scratch).with_context(|| format!("could not make {}", scratch.display()))?;
    let progress = Progress::new();
    let lock = File::create(scratch.join("lock")).context("could not make a lock")?;
    progress.show("waiting for another --verify to end");
    lock.lock().context("could not lock the copy")?;
    progress.show("copying the workspace");
    let root = scratch.join("workspace");
    copy::renew(&workspace.root, &root).context("could not copy the workspace")?;
    let copy = Workspace::at(&root, &scratch.join("target"))?;
    let session = Session { progress, ..Session::new(&copy, arguments.limits(), leash) };
    let mut facts: Vec<Fact> = asked.iter().flat_map(|exercise| form::facts(workspace, exercise)).collect();
    let rounds = Rounds { session: &session, accept: arguments.accept, repeat: arguments.repeat };
    facts.extend(rounds.facts(&asked)?);
    if asked.len() == workspace.exercises.len() {
        facts.push(isolation::fact(&session)?);
    }
    drop(session.progress.clear());
    tell(&asked, &facts, page)
}
