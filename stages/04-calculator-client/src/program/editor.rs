//! The line editor of the prompt, with its keys and its history.

use super::history::{History, REMEMBERED};
use anyhow::Context as _;
use rustyline::{
    Cmd, ConditionalEventHandler, Config, DefaultEditor, Event, EventContext, EventHandler, KeyEvent,
    Movement, RepeatCount, error::ReadlineError,
};
use socket_basics::print_error;
use std::io::ErrorKind;

/// A line editor with a history.
pub(super) struct Editor {
    keys: DefaultEditor,
    history: History,
}

impl Editor {
    pub(super) fn new() -> anyhow::Result<Self> {
        let mut keys = keys().map_err(io_error).context("could not prepare the terminal")?;
        let history = History::load(&mut keys);
        Ok(Self { keys, history })
    }

    /// The line typed before Enter; `None` when the person leaves.
    pub(super) fn read(&mut self, prompt: &str) -> anyhow::Result<Option<String>> {
        loop {
            match self.keys.readline(prompt) {
                Ok(typed) => return Ok(Some(typed)),
                Err(ReadlineError::Interrupted | ReadlineError::Eof) => return Ok(None),
                Err(ReadlineError::Io(cause)) if cause.kind() == ErrorKind::InvalidData => {
                    print_error(format_args!("what was typed is not UTF-8"));
                }
                Err(error) => return Err(io_error(error)).context("could not read from the terminal"),
            }
        }
    }

    /// Adds the line to the history.
    pub(super) fn remember(&mut self, line: &str) {
        self.history.add(line, &mut self.keys);
    }

    /// How many columns the terminal has.
    pub(super) fn columns(&mut self) -> usize {
        self.keys.dimensions().map_or(0, |(columns, _)| columns.into())
    }
}

fn keys() -> rustyline::Result<DefaultEditor> {
    let config = Config::builder().max_history_size(REMEMBERED)?.history_ignore_dups(true)?.build();
    let mut keys = DefaultEditor::with_config(config)?;
    keys.bind_sequence(KeyEvent::ctrl('C'), EventHandler::Conditional(Box::new(ClearLine)));
    Ok(keys)
}

// ANCHOR: clear_line
/// Ctrl+C clears the line; on an empty line it keeps its usual meaning and ends the program.
struct ClearLine;

impl ConditionalEventHandler for ClearLine {
    fn handle(&self, _: &Event, _: RepeatCount, _: bool, context: &EventContext<'_>) -> Option<Cmd> {
        (!context.line().is_empty()).then_some(Cmd::Kill(Movement::WholeBuffer))
    }
}
// ANCHOR_END: clear_line

/// The I/O error inside, if there is one.
fn io_error(error: ReadlineError) -> anyhow::Error {
    match error {
        ReadlineError::Io(cause) => cause.into(),
        other => other.into(),
    }
}
