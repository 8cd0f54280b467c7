//! Something that does not hold, and where.

use std::fmt;

/// One thing to mend: `book/src/2-echo/reset.md:12: reason`.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Problem {
    /// The file, from the root of the workspace, with slashes on every system.
    pub file: String,
    /// The line in it, from 1.
    pub line: usize,
    /// What does not hold, and the way out.
    pub reason: String,
}

impl Problem {
    /// A problem in a file of the book's sources.
    pub(crate) fn in_source(file: &str, line: usize, reason: impl Into<String>) -> Self {
        Self { file: format!("book/src/{file}"), line, reason: reason.into() }
    }
}

impl fmt::Display for Problem {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "{}:{}: {}", self.file, self.line, self.reason)
    }
}
