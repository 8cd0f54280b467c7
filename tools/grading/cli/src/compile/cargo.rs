//! Having cargo build, and stopping it when nothing comes of it.

use super::compiled::Compiled;
use crate::{
    console::Progress,
    exercise::Exercise,
    workspace::{Workspace, cargo},
};
use anyhow::Context as _;
use cargo_metadata::Message;
use std::{
    io::{BufRead as _, BufReader, Read},
    process::{Command, Stdio},
    sync::mpsc::{self, Receiver, RecvTimeoutError, Sender},
    thread,
    time::Duration,
};
use support::{ProcessGroup, ProcessSupervisor};

/// How much is kept of what cargo itself says is wrong.
const LONGEST_COMPLAINT: usize = 64 * 1024;

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
    let (messages, said) = (child.stdout.take(), child.stderr.take());
    let mut compiled = Compiled::default();
    let (sender, activity) = mpsc::channel();
    let stalled = thread::scope(|scope| {
        let stderr_activity = sender.clone();
        let said = scope.spawn(move || {
            said.map(|said| read_stderr(said, progress, &stderr_activity)).unwrap_or_default()
        });
        let watcher = scope.spawn(move || stop_when_stalled(&activity, group, limit));
        let messages = messages.map(|messages| Message::parse_stream(BufReader::new(messages)));
        for message in messages.into_iter().flatten() {
            let message = message.context("could not read what cargo says")?;
            // Only what is done counts: a compiler that goes round in circles can warn of that for ever.
            if let Message::CompilerArtifact(_) = message {
                let _ = sender.send(Activity::Working);
            }
            compiled.add_message(message, exercises);
        }
        drop(sender);
        compiled.cargo = said.join().unwrap_or_default();
        anyhow::Ok(watcher.join().unwrap_or_default())
    })?;
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
    let mut command = Command::new(cargo());
    command.current_dir(&workspace.root).stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::piped());
    command.args(["build", "--keep-going", "--message-format=json-diagnostic-rendered-ansi"]);
    command.arg("--target-dir").arg(&workspace.target);
    // In the root and without --package, so that what they use is built as `cargo test --test NAME` builds it there.
    command.args(exercises.iter().flat_map(|exercise| ["--test", &exercise.target]));
    command
}

/// Shows what cargo is doing, and returns its complaint: all from the first "error" on, if that is not too much.
fn read_stderr(said: impl Read, progress: &Progress<'_>, activity: &Sender<Activity>) -> String {
    let mut complaint = String::new();
    for line in BufReader::new(said).lines().map_while(Result::ok) {
        let waits = line.trim_start().starts_with("Blocking waiting");
        // Nobody may be watching any more.
        let _ = activity.send(if waits { Activity::Waiting } else { Activity::Working });
        // What is wrong is told later, and where it belongs.
        if !line.trim_start().starts_with(['e', 'w']) {
            progress.show(line.trim());
        }
        if (line.starts_with("error") || !complaint.is_empty()) && complaint.len() < LONGEST_COMPLAINT {
            complaint += &line;
            complaint.push('\n');
        }
    }
    complaint
}
