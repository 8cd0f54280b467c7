//! Building what can be built, from what is in the files now, and stopping cargo when nothing comes of it.

mod built;
mod compiled;
mod rustflags;

pub(crate) use compiled::Compiled;

use crate::{exercise::Exercise, outcome::fingerprint, scratch::lock, session::Session};
use anyhow::{Context as _, bail};
use cargo_metadata::Message;
use std::{
    process::{Command, Stdio},
    sync::mpsc::{self, Receiver, RecvTimeoutError, Sender},
    thread,
    time::Duration,
};
use support::{
    ProcessGroup,
    cargo::{cargo, read_build},
};

/// How often is built before we give up: a file may be saved meanwhile, and a program may have to be built again.
const TRIES: u32 = 4;

impl Session<'_> {
    /// Builds those of the exercises that can be built, from what is in their files now, and keeps what rustc says about the
    /// rest.
    pub(crate) fn compile(&self, exercises: &[&Exercise]) -> anyhow::Result<Compiled> {
        if exercises.is_empty() {
            return Ok(Compiled::default());
        }
        // Gradings that build in the same folder would take one another's programs away.
        let turn =
            lock(&self.workspace.target.join("grade"), || self.show("waiting for another grading to build"));
        let _turn = turn.context("could not lock the target folder")?;
        for tries in 1..=TRIES {
            let contents = || -> Vec<_> { exercises.iter().map(|exercise| fingerprint(exercise)).collect() };
            let before = contents();
            let mut compiled = self.build_all(exercises)?;
            if let Some(error) = compiled.machine_error(exercises) {
                bail!("{}", error.split_whitespace().collect::<Vec<_>>().join(" "));
            }
            let doubtful = compiled.doubtful(self.workspace);
            let settled = before == contents();
            if doubtful.is_empty() && (settled || tries == TRIES) {
                if settled {
                    let kept = compiled.keep_records(self.workspace);
                    kept.context("could not keep what the programs were built from")?;
                }
                compiled.keep_programs(self.workspace).context("could not keep the programs")?;
                return Ok(compiled);
            }
            let removed = doubtful.iter().try_for_each(|built| built.remove());
            removed.context("could not remove an old program")?;
        }
        bail!("cargo does not build again what was built from something else")
    }

    /// Builds all of them at once; and when that takes too long, one after another those of which nothing is known.
    fn build_all(&self, exercises: &[&Exercise]) -> anyhow::Result<Compiled> {
        let mut compiled = Compiled::default();
        let stalled = self.build(exercises, &mut compiled)?;
        let open: Vec<_> =
            exercises.iter().filter(|exercise| stalled && compiled.is_open(exercise)).collect();
        for exercise in &open {
            // If it is the only one, it is known to be the one.
            if open.len() == 1 || self.build(&[exercise], &mut compiled)? {
                compiled.late.insert(exercise.target.clone());
            }
        }
        Ok(compiled)
    }

    /// Has cargo build, and adds what comes of it; whether it was stopped because nothing came for too long.
    fn build(&self, exercises: &[&Exercise], compiled: &mut Compiled) -> anyhow::Result<bool> {
        let started = self.supervisor.start(&mut self.command(exercises));
        let (mut child, group) = started.context("could not start cargo")?;
        let ((sender, timeouts), limit) = (mpsc::channel(), self.limits.compiler);
        let (complaint, stalled) = thread::scope(|scope| {
            let watcher = scope.spawn(move || stop_when_stalled(&timeouts, group, limit));
            let on_message = |message| {
                // Only what is done counts: a compiler in an endless loop can warn of that without end.
                if let Message::CompilerArtifact(_) = message {
                    let _ = sender.send(limit);
                }
                compiled.add_message(message, exercises);
            };
            let complaint = read_build(&mut child, on_message, |line| self.show_line(line, &sender));
            drop(sender);
            (complaint, watcher.join().unwrap_or_default())
        });
        compiled.cargo += &complaint?;
        child.wait().context("could not wait for cargo")?;
        drop(self.progress.clear());
        Ok(stalled)
    }

    /// Shows what cargo is doing.
    fn show_line(&self, line: &str, timeouts: &Sender<Duration>) {
        let line = line.trim();
        // Another cargo builds in the same folder, for as long as it likes.
        let waits = line.starts_with("Blocking waiting");
        // Nobody may be watching any more.
        let _ = timeouts.send(if waits { Duration::MAX } else { self.limits.compiler });
        // What is wrong is told later, and where it belongs.
        if !line.starts_with(['e', 'w']) {
            self.show(line);
        }
    }

    fn command(&self, exercises: &[&Exercise]) -> Command {
        let mut command = cargo();
        command.current_dir(&self.workspace.root).stdin(Stdio::null());
        command.stdout(Stdio::piped()).stderr(Stdio::piped());
        command.args(["build", "--keep-going", "--message-format=json-diagnostic-rendered-ansi"]);
        command.arg("--target-dir").arg(&self.workspace.target);
        // In the root and without --package, so that what they use is built as `cargo test --test NAME` builds it there.
        command.args(exercises.iter().flat_map(|exercise| ["--test", &exercise.target]));
        let flags = rustflags::with_warnings_allowed(&self.workspace.root);
        command.envs(flags.map(|flags| (rustflags::VARIABLE, flags)));
        command
    }
}

/// Stops cargo when there is no sign of life for too long; whether that was so. With each sign comes how long to wait for the
/// next.
fn stop_when_stalled(timeouts: &Receiver<Duration>, group: ProcessGroup, limit: Duration) -> bool {
    let mut timeout = limit;
    loop {
        match timeouts.recv_timeout(timeout) {
            Ok(next) => timeout = next,
            Err(RecvTimeoutError::Timeout) => {
                group.kill(true);
                return true;
            }
            Err(RecvTimeoutError::Disconnected) => return false,
        }
    }
}
