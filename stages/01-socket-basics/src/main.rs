//! Shows what a host and a port stand for on this machine, and which sockets the system makes.

use anyhow::Context as _;
use clap::Parser;
use socket_basics::{Endpoint, exit_code, report};
use std::{
    io::{self, Write as _},
    process::ExitCode,
};

/// Show what a host and a port stand for, the three types of socket, and both endpoints of a connection.
///
/// The connection does not leave this machine: the program connects to itself.
#[derive(Parser)]
#[command(version, bin_name = "socket-basics", after_help = "Example: socket-basics localhost 1081")]
struct Arguments {
    #[command(flatten)]
    endpoint: Endpoint,
}

fn main() -> ExitCode {
    exit_code(run(&Arguments::parse()))
}

fn run(arguments: &Arguments) -> anyhow::Result<()> {
    let mut text = Vec::new();
    let outcome = report(&arguments.endpoint, &mut text);
    // A report that fails halfway is still printed up to that point.
    io::stdout().write_all(&text).context("could not write the report")?;
    outcome
}
