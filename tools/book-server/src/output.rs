//! What the terminal is told.

use book_checks::Problem;
use std::{
    fmt,
    io::{self, Write as _},
};

/// Says a line. A terminal that is gone does not stop the book from being served.
pub(crate) fn say(line: impl fmt::Display) {
    let _ = writeln!(io::stdout(), "{line}");
}

/// Says what is wrong, a line each, and what follows from it.
pub(crate) fn say_problems(problems: &[Problem], consequence: &str) {
    let mut out = io::stderr().lock();
    for problem in problems {
        let _ = writeln!(out, "{problem}");
    }
    let s = if problems.len() == 1 { "" } else { "s" };
    let _ = writeln!(out, "{} problem{s}{consequence}", problems.len());
}
