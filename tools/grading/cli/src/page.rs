//! What people read: a terminal of some width, or a pipe.

use crate::wrap::{fold, refill, wrap};
use anstream::AutoStream;
use std::io::{self, IsTerminal as _, StdoutLock, Write as _};
use terminal_size::{Width, terminal_size};

/// The width of the terminal, if there is one.
pub(crate) fn width() -> Option<usize> {
    terminal_size().map(|(Width(width), _)| width.into())
}

/// Where people read: standard output. Without a width, lines are as long as they are.
pub(crate) struct Page {
    out: AutoStream<StdoutLock<'static>>,
    width: Option<usize>,
}

impl Page {
    pub(crate) fn new() -> Self {
        let width = width().filter(|_| io::stdout().is_terminal());
        Self { out: anstream::stdout().lock(), width }
    }

    /// Whether so many columns fit.
    pub(crate) fn fits(&self, columns: usize) -> bool {
        self.width.is_none_or(|width| columns <= width)
    }

    /// A line; where it must be broken, it goes on below its own beginning.
    pub(crate) fn line(&mut self, line: &str) -> io::Result<()> {
        let indent = " ".repeat(line.len() - line.trim_start().len() + 2);
        let folded = self.width.map(|width| fold(line, width, &indent));
        writeln!(self.out, "{}", folded.as_deref().unwrap_or(line))
    }

    /// Several lines, in which what is indented stays as it is.
    pub(crate) fn message(&mut self, message: &str) -> io::Result<()> {
        let message = message.trim_end();
        let wrapped = self.width.map(|width| wrap(message, width));
        writeln!(self.out, "{}", wrapped.as_deref().unwrap_or(message).trim_end())
    }

    /// Markdown, filled anew.
    pub(crate) fn prose(&mut self, prose: &str) -> io::Result<()> {
        let filled = self.width.map(|width| refill(prose, width));
        writeln!(self.out, "{}", filled.as_deref().unwrap_or(prose).trim_end())
    }

    /// What others have laid out already.
    pub(crate) fn verbatim(&mut self, text: &str) -> io::Result<()> {
        writeln!(self.out, "{}", text.trim_end())
    }
}
