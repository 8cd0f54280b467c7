//! Asks a calculator server: expressions from the command line, from a prompt or from a pipe.

mod program;

use calculator_client::RetryPolicy;
use clap::Parser;
use socket_basics::{Endpoint, exit_code};
use std::{ffi::OsString, process::ExitCode};

/// Ask a calculator server, and show what it replies.
///
/// Expressions on the command line are asked in turn. Without any you get a prompt; or, where the input is a pipe or a
/// file, each of its lines is asked. Both end with quit or the end of the input.
#[derive(Parser)]
#[command(version, bin_name = "calculator-client", after_help = program::EXAMPLES)]
struct Arguments {
    #[command(flatten)]
    endpoint: Endpoint,

    /// When the server goes away or is busy, connect and ask again: up to nine times, for 5 to 11 seconds
    #[arg(long)]
    retry: bool,

    /// What to ask; it exits with 1 if one of them is refused
    #[arg(value_name = "EXPRESSION", allow_hyphen_values = true)]
    #[arg(value_parser = program::one_line())]
    expressions: Vec<OsString>,
}

fn main() -> ExitCode {
    let Arguments { endpoint, retry, expressions } = Arguments::parse();
    let policy = if retry { RetryPolicy::default() } else { RetryPolicy::once() };
    exit_code(program::run(&endpoint, policy, &expressions))
}
