//! `cargo grade`: runs the exercises and says what they are worth.

use clap::Parser as _;
use std::process::ExitCode;

fn main() -> ExitCode {
    grader::run(&grader::Arguments::parse())
}
