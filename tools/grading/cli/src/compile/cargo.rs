//! Having cargo build, and stopping it when nothing comes of it.

use super::compiled::Compiled;
use crate::{console::Progress, exercise::Exercise, workspace::Workspace};
use anyhow::Context as _;
use cargo_metadata::Message;
use std::{
    process::{Command, Stdio},
    sync::mpsc::{self, Receiver, RecvTimeoutError, Sender},
    thread,
    time::Duration,
};
use support::{
    ProcessGroup, ProcessSupervisor,
    cargo::{cargo, read_build},
};

/// Has cargo build; and whether it was stopped because nothing came of it for too long.
pub(super) fn build(
    workspace: &Workspace,
    exercises: &[&Exercise],
    progress: &Progress<'_>,
    supervisor: &ProcessSupervisor,
    limit: Duration,
) -> anyhow::Result<(Compiled, bool)> {
    let started = supervisor.start(&mut command(workspace, exercises));
    let (mut child, group) = started.context("could not start cargo")?;
    let mut compiled = Compiled::default();
    let (sender, activity) = mpsc::channel();
    let artifacts = sender.clone();
    let (complaint, stalled) = thread::scope(|scope| {
        let watcher = scope.spawn(move || stop_when_stalled(&activity, group, limit));
        let on_message = |message| {
            // Only what is done counts: a compiler in an endless loop can warn of that without end.
            if let Message::CompilerArtifact(_) = message {
                let _ = artifacts.send(Activity::Working);
            }
            compiled.add_message(message, exercises);
        };
        let complaint = read_build(&mut child, on_message, move |line| show(line, progress, &sender));
        drop(artifacts);
        (complaint, watcher.join().unwrap_or_default())
    });
    compiled.cargo = complaint?;
    child.wait().context("could not wait for cargo")?;
    drop(progress.clear());
    Ok((compiled, stalled))
}

/// What cargo is seen to do.
enum Activity {
    Working,
    /// Another cargo builds in the same folder, for as long as it likes.
    Waiting,
}

/// Stops cargo when there is no sign of life for too long; whether that was so.
fn stop_when_stalled(activity: &Receiver<Activity>, group: ProcessGroup, limit: Duration) -> bool {
    let mut timeout = Some(limit);
    loop {
        let seen = match timeout {
            Some(timeout) => activity.recv_timeout(timeout),
            None => activity.recv().map_err(RecvTimeoutError::from),
        };
        match seen {
            Ok(Activity::Working) => timeout = Some(limit),
            Ok(Activity::Waiting) => timeout = None,
            Err(RecvTimeoutError::Timeout) => {
                group.kill(true);
                return true;
            }
            Err(RecvTimeoutError::Disconnected) => {
                group.release();
                return false;
            }
        }
    }
}

fn command(workspace: &Workspace, exercises: &[&Exercise]) -> Command {
    let mut command = cargo();
    command.current_dir(&workspace.root).stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::piped());
    command.args(["build", "--keep-going", "--message-format=json-diagnostic-rendered-ansi"]);
    command.arg("--target-dir").arg(&workspace.target);
    // In the root and without --package, so that what they use is built as `cargo test --test NAME` builds it there.
    command.args(exercises.iter().flat_map(|exercise| ["--test", &exercise.target]));
    command
}

/// Shows what cargo is doing.
fn show(line: &str, progress: &Progress<'_>, activity: &Sender<Activity>) {
    let line = line.trim();
    let waits = line.starts_with("Blocking waiting");
    // Nobody may be watching any more.
    let _ = activity.send(if waits { Activity::Waiting } else { Activity::Working });
    // What is wrong is told later, and where it belongs.
    if !line.starts_with(['e', 'w']) {
        progress.show(line);
    }
}
