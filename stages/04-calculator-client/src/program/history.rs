//! What was typed before, kept in a file from one session to the next.

use anyhow::anyhow;
use calculator_server::MAX_LINE;
use etcetera::{BaseStrategy as _, choose_base_strategy};
use rustyline::{DefaultEditor, error::ReadlineError};
use socket_basics::{print_error, reason};
use std::{
    fs,
    io::ErrorKind,
    path::{Path, PathBuf},
};

/// How many lines are remembered: weeks of what a person asks, and still a small file.
pub(super) const REMEMBERED: usize = 1000;

/// The file, until something is wrong with it. That is told once, and the session goes on without.
pub(super) struct History(Option<PathBuf>);

impl History {
    /// Gives the editor what was typed in earlier sessions.
    pub(super) fn load(editor: &mut DefaultEditor) -> Self {
        Self(or_tell(load(editor)))
    }

    /// Remembers a line, in the file too: at once, for a session may end in any way.
    pub(super) fn add(&mut self, line: &str, editor: &mut DefaultEditor) {
        // One that no server would take is not worth the room.
        if line.len() > MAX_LINE {
            return;
        }
        // What the editor keeps in memory cannot fail.
        let _ = editor.add_history_entry(line);
        self.0 = self.0.take().and_then(|file| or_tell(append(editor, file)));
    }
}

fn or_tell(file: anyhow::Result<PathBuf>) -> Option<PathBuf> {
    file.map_err(|error| print_error(format_args!("no history is kept: {error}"))).ok()
}

fn load(editor: &mut DefaultEditor) -> anyhow::Result<PathBuf> {
    let folder = choose_base_strategy()?.data_dir().join("calculator-client");
    fs::create_dir_all(&folder).map_err(|cause| failure(&folder, cause.into()))?;
    let file = folder.join("history");
    match editor.load_history(&file) {
        Err(ReadlineError::Io(cause)) if cause.kind() == ErrorKind::NotFound => Ok(file),
        Err(error) => Err(failure(&file, error)),
        Ok(()) => Ok(file),
    }
}

fn append(editor: &mut DefaultEditor, file: PathBuf) -> anyhow::Result<PathBuf> {
    match editor.append_history(&file) {
        Err(error) => Err(failure(&file, error)),
        Ok(()) => Ok(file),
    }
}

fn failure(path: &Path, error: ReadlineError) -> anyhow::Error {
    match error {
        ReadlineError::Io(cause) => anyhow!("{}: {}", path.display(), reason(&cause)),
        other => anyhow!("{}: {other}", path.display()),
    }
}
