//! A progress line: on a terminal only, and gone when there is something to say.

use crate::lock;
use std::{
    fmt,
    io::{self, IsTerminal as _, Write as _},
    sync::{Mutex, MutexGuard},
};
use terminal_size::{Width, terminal_size_of};

/// The width of a terminal that does not tell its own.
const USUAL_WIDTH: usize = 80;

/// Back to the beginning of the line, and erase it (ECMA-48, EL).
const ERASE_LINE: &str = "\r\x1b[K";

/// A line on standard error that says what is being done, and is overwritten by the next.
#[derive(Debug)]
pub struct ProgressLine {
    is_terminal: bool,
    is_shown: Mutex<bool>,
}

impl ProgressLine {
    /// Shows nothing unless standard error is a terminal.
    #[must_use]
    pub fn on_terminal() -> Self {
        Self { is_terminal: io::stderr().is_terminal(), is_shown: Mutex::new(false) }
    }

    /// Never shows anything.
    #[must_use]
    pub fn hidden() -> Self {
        Self { is_terminal: false, is_shown: Mutex::new(false) }
    }

    /// What is done now, cut to the width of the terminal.
    pub fn show(&self, doing: impl fmt::Display) {
        if self.is_terminal {
            let width = terminal_size_of(io::stderr()).map_or(USUAL_WIDTH, |(Width(width), _)| width.into());
            let line: String = doing.to_string().chars().take(width.saturating_sub(1)).collect();
            let mut is_shown = lock(&self.is_shown);
            *is_shown = true;
            write(&format!("\r{line}\x1b[K"));
        }
    }

    /// Erases it, to make room for something else; it stays erased as long as the returned guard is kept.
    pub fn clear(&self) -> MutexGuard<'_, bool> {
        let mut is_shown = lock(&self.is_shown);
        if *is_shown {
            write(ERASE_LINE);
            *is_shown = false;
        }
        is_shown
    }
}

impl Drop for ProgressLine {
    fn drop(&mut self) {
        drop(self.clear());
    }
}

/// A progress line that cannot be shown is no reason to stop.
fn write(text: &str) {
    let mut terminal = io::stderr();
    let _ = terminal.write_all(text.as_bytes()).and_then(|()| terminal.flush());
}
