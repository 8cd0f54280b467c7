//! The history of the prompt, kept in a file from one session to the next.

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

/// How many lines are kept: weeks of use, and still a small file.
pub(super) const REMEMBERED: usize = 1000;

/// The file, until an error. The error is printed once, and the session goes on without a file.
pub(super) struct History(Option<PathBuf>);

impl History {
    /// Loads the lines of earlier sessions into the editor.
    pub(super) fn load(editor: &mut DefaultEditor) -> Self {
        Self(or_print_error(load(editor)))
    }

    /// Adds a line, and appends it to the file at once, because a session may end without warning.
    pub(super) fn add(&mut self, line: &str, editor: &mut DefaultEditor) {
        // No server accepts a longer line.
        if line.len() > MAX_LINE {
            return;
        }
        // The history in memory cannot fail.
        let _ = editor.add_history_entry(line);
        self.0 = self.0.take().and_then(|file| or_print_error(append(editor, file)));
    }
}

fn or_print_error(file: anyhow::Result<PathBuf>) -> Option<PathBuf> {
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_line_that_no_server_accepts_is_not_kept() {
        let mut editor = DefaultEditor::new().unwrap();
        for length in [MAX_LINE, MAX_LINE + 1] {
            History(None).add(&"1".repeat(length), &mut editor);
        }
        let kept: Vec<_> = editor.history().iter().map(String::len).collect();
        assert_eq!(kept, [MAX_LINE]);
    }
}
