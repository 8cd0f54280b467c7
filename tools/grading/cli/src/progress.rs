//! What is being done at the moment: a line on a terminal, or a word to a listener.

use std::sync::MutexGuard;
use support::{ProgressLine, printable};

/// Shows what is being done, until something else is.
pub(crate) struct Progress<'a> {
    line: ProgressLine,
    listener: &'a (dyn Fn(&str) + Sync),
}

impl<'a> Progress<'a> {
    /// On standard error, if that is a terminal.
    pub(crate) fn on_terminal() -> Self {
        Self { line: ProgressLine::on_terminal(), listener: &|_| () }
    }

    /// To a listener instead.
    pub(crate) fn to(listener: &'a (dyn Fn(&str) + Sync)) -> Self {
        Self { line: ProgressLine::hidden(), listener }
    }

    pub(crate) fn show(&self, doing: &str) {
        let doing = printable(doing);
        (self.listener)(&doing);
        self.line.show(doing);
    }

    /// Erases it; nothing is shown as long as the returned guard is kept.
    pub(crate) fn clear(&self) -> MutexGuard<'_, bool> {
        self.line.clear()
    }
}
