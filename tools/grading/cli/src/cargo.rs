//! Having cargo build, and stopping it when nothing comes of it.

use crate::{
    compile::Compiled,
    exercise::Exercise,
    leash::{Leash, Running},
    progress::Progress,
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

/// How much is kept of what cargo itself says is wrong.
const MOST_WORDS: usize = 64 * 1024;

/// Has cargo build; and whether it was stopped because nothing came of it for too long.
pub(crate) fn build(
    workspace: &Workspace,
    exercises: &[&Exercise],
    progress: &Progress<'_>,
    leash: &Leash,
    limit: Duration,
) -> anyhow::Result<(Compiled, bool)> {
    let started = leash.start(&mut command(workspace, exercises));
    let (mut child, running) = started.context("could not start cargo")?;
    let (messages, said) = (child.stdout.take(), child.stderr.take());
    let mut compiled = Compiled::default();
    let (sign, signs) = mpsc::channel();
    let stalled = thread::scope(|scope| {
        let signs_of_life = sign.clone();
        let said =
            scope.spawn(move || said.map(|said| listen(said, progress, &signs_of_life)).unwrap_or_default());
        let watch = scope.spawn(move || watch(&signs, running, limit));
        let messages = messages.map(|messages| Message::parse_stream(BufReader::new(messages)));
        for message in messages.into_iter().flatten() {
            let message = message.context("could not read what cargo says")?;
            // Only what is done counts: a compiler that goes round in circles can warn of that for ever.
            if let Message::CompilerArtifact(_) = message {
                let _ = sign.send(Sign::Working);
            }
            compiled.take(message, exercises);
        }
        drop(sign);
        compiled.cargo = said.join().unwrap_or_default();
        anyhow::Ok(watch.join().unwrap_or_default())
    })?;
    child.wait().context("could not wait for cargo")?;
    drop(progress.clear());
    Ok((compiled, stalled))
}

/// What cargo is seen to do.
enum Sign {
    Working,
    /// Another cargo builds in the same folder, for as long as it likes.
    Waiting,
}

/// Stops cargo when there is no sign of life for too long; whether that was so.
fn watch(signs: &Receiver<Sign>, running: Running, limit: Duration) -> bool {
    let mut patience = Some(limit);
    loop {
        let sign = match patience {
            Some(limit) => signs.recv_timeout(limit),
            None => signs.recv().map_err(RecvTimeoutError::from),
        };
        match sign {
            Ok(Sign::Working) => patience = Some(limit),
            Ok(Sign::Waiting) => patience = None,
            Err(RecvTimeoutError::Timeout) => {
                running.end(true);
                return true;
            }
            Err(RecvTimeoutError::Disconnected) => {
                running.let_go();
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
fn listen(said: impl Read, progress: &Progress<'_>, signs: &Sender<Sign>) -> String {
    let mut complaint = String::new();
    for line in BufReader::new(said).lines().map_while(Result::ok) {
        let waits = line.trim_start().starts_with("Blocking waiting");
        // Nobody may be watching any more.
        let _ = signs.send(if waits { Sign::Waiting } else { Sign::Working });
        // What is wrong is told later, and where it belongs.
        if !line.trim_start().starts_with(['e', 'w']) {
            progress.show(line.trim());
        }
        if (line.starts_with("error") || !complaint.is_empty()) && complaint.len() < MOST_WORDS {
            complaint += &line;
            complaint.push('\n');
        }
    }
    complaint
}
