//! Measures the models and others, and writes tables and plots.

use clap::Parser as _;
use measure::{arguments::Arguments, run};
use socket_basics::exit_code;
use std::{io, process::ExitCode};

fn main() -> ExitCode {
    exit_code(run(&Arguments::parse(), &mut io::stdout()))
}
