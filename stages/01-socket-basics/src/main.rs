//! Shows what a host and a port stand for on this machine, and what sockets are made of.

use clap::Parser;
use socket_basics::{Endpoint, exit_code, report};
use std::{io, process::ExitCode};

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
    let arguments = Arguments::parse();
    exit_code(report(&arguments.endpoint, &mut io::stdout().lock()))
}
