//! Building what can be built, from what is in the files now, and keeping what rustc says about the rest.

mod built;
mod cargo;
mod compiled;

pub(crate) use built::read;
pub(crate) use compiled::Compiled;

use crate::{console::Progress, exercise::Exercise, workspace::Workspace};
use anyhow::{Context as _, bail, ensure};
use cargo::build;
use std::{
    fs::{self, File},
    io,
    path::Path,
    time::Duration,
};
use support::ProcessSupervisor;

/// How often is built before we give up: a file may be saved meanwhile, and a program may have to be built again.
const TRIES: u32 = 4;

/// Builds those of the exercises that can be built, from what is in their files now.
pub(crate) fn compile(
    workspace: &Workspace,
    exercises: &[&Exercise],
    progress: &Progress<'_>,
    supervisor: &ProcessSupervisor,
    limit: Duration,
) -> anyhow::Result<Compiled> {
    if exercises.is_empty() {
        return Ok(Compiled::default());
    }
    let _turn = lock_target(&workspace.target, progress).context("could not lock the target folder")?;
    let mut tries = 1;
    loop {
        let before = contents(exercises);
        let mut compiled = build_all(workspace, exercises, progress, supervisor, limit)?;
        if let Some(error) = compiled.machine_error(exercises) {
            bail!("{}", error.split_whitespace().collect::<Vec<_>>().join(" "));
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

/// Waits until no other grading builds in this folder: they would take one another's programs away.
fn lock_target(target: &Path, progress: &Progress<'_>) -> io::Result<File> {
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
    supervisor: &ProcessSupervisor,
    limit: Duration,
) -> anyhow::Result<Compiled> {
    let (mut compiled, stalled) = build(workspace, exercises, progress, supervisor, limit)?;
    let open: Vec<_> = exercises.iter().filter(|exercise| stalled && compiled.is_open(exercise)).collect();
    for exercise in &open {
        // If it is the only one, it is known to be the one.
        if open.len() > 1 {
            let (alone, stalled) = build(workspace, &[exercise], progress, supervisor, limit)?;
            compiled.add(alone);
            compiled.late.extend(stalled.then(|| exercise.target.clone()));
        } else {
            compiled.late.insert(exercise.target.clone());
        }
    }
    Ok(compiled)
}
