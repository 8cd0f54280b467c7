//! A line on the terminal that says what is measured now.

use std::{
    fmt,
    io::{self, IsTerminal as _, Write as _},
};

/// The line, if standard error is a terminal.
pub(crate) struct Progress(bool);

impl Progress {
    pub(crate) fn new() -> Self {
        Self(io::stderr().is_terminal())
    }

    /// Shows something in place of what was shown before.
    pub(crate) fn show(&self, what: fmt::Arguments<'_>) {
        if self.0 {
            // Nothing is lost if nobody can see it.
            let _ = io::stderr().write_all(format!("\r\x1b[K{what}").as_bytes());
        }
    }
}

impl Drop for Progress {
    fn drop(&mut self) {
        self.show(format_args!(""));
    }
}
