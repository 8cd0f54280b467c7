//! The progress line: on a terminal only, and gone when there is something to say.

use crate::{page::width, printable::printable};
use std::{
    io::{self, IsTerminal as _, Write as _},
    sync::{Mutex, MutexGuard, PoisonError},
};

/// A line that says what is being done, and is overwritten by the next.
pub(crate) struct Progress<'a> {
    terminal: bool,
    shown: Mutex<bool>,
    /// Who else is told.
    told: &'a (dyn Fn(&str) + Sync),
}

impl<'a> Progress<'a> {
    /// On standard error, if somebody is looking at it.
    pub(crate) fn new() -> Self {
        Self { terminal: io::stderr().is_terminal(), shown: Mutex::new(false), told: &|_| () }
    }

    /// Somebody is told instead of the terminal.
    pub(crate) fn told_to(told: &'a (dyn Fn(&str) + Sync)) -> Self {
        Self { terminal: false, shown: Mutex::new(false), told }
    }

    /// What is done now, cut to the width of the terminal.
    pub(crate) fn show(&self, doing: &str) {
        let doing = &printable(doing);
        (self.told)(doing);
        if self.terminal {
            let room = width().unwrap_or(80).saturating_sub(1);
            let doing: String = doing.chars().take(room).collect();
            let mut shown = self.shown();
            *shown = true;
            write(&format!("\r{doing}\x1b[K"));
        }
    }

    /// Makes room for something else; the line stays clear as long as the answer is kept.
    pub(crate) fn clear(&self) -> Cleared<'_> {
        let mut shown = self.shown();
        if *shown {
            write("\r\x1b[K");
            *shown = false;
        }
        Cleared { _shown: shown }
    }

    fn shown(&self) -> MutexGuard<'_, bool> {
        self.shown.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// Nobody shows progress while this is there.
#[must_use]
pub(crate) struct Cleared<'a> {
    _shown: MutexGuard<'a, bool>,
}

/// A progress line that cannot be shown is no reason to stop.
fn write(text: &str) {
    let mut terminal = io::stderr();
    let _ = terminal.write_all(text.as_bytes()).and_then(|()| terminal.flush());
}
