//! `cargo book`: builds, checks, serves and opens the book.
//!
//! The sources are checked first ([`book_checks`]), then mdBook makes a site of them in a folder below cargo's own
//! `target`. [`run()`] does what the [`Arguments`] ask for: check, write a static site, or serve it to this machine
//! alone and build it again after each change. What readers see is always the last site that had no fault.
//! While it serves, pages can have exercises checked: `live` says who may ask, and what is told.

mod address;
mod arguments;
mod build;
mod chapters;
mod connections;
mod live;
mod mount;
mod pages;
mod repository;
mod run;
mod secret;
mod site;
mod watch;

use arguments::Arguments;
use book_checks::Problem;
use clap::Parser as _;
use run::run;
use std::{
    fmt,
    io::{self, Write as _},
    process::ExitCode,
};
use support::counted;

fn main() -> ExitCode {
    support::exit_code::<clap::Error>(run(&Arguments::parse()))
}

/// Says a line. A terminal that is gone does not stop the book from being served.
fn say(line: impl fmt::Display) {
    let _ = writeln!(io::stdout(), "{line}");
}

/// Says what is wrong, a line each, and what follows from it.
fn say_problems(problems: &[Problem], consequence: &str) {
    let mut out = io::stderr().lock();
    for problem in problems {
        let _ = writeln!(out, "{problem}");
    }
    let count = counted(problems.len() as u64, "problem", "problems");
    let _ = writeln!(out, "{count}{consequence}");
}
