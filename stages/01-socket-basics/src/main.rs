//! Shows what a host and a port stand for on this machine, and what sockets are made of.

use anyhow::Context as _;
use clap::Parser;
use socket_basics::{Endpoint, exit_code, report};
use std::{
    io::{self, Write as _},
    process::ExitCode,
};

/// Show what a host and a port stand for, the three kinds of socket, and both ends of a connection.
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
    // Also where the report breaks off, what it has come to is worth reading.
    io::stdout().write_all(&text).context("could not write the report")?;
    outcome
}
