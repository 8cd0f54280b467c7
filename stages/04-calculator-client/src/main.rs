//! A client for a calculator server: expressions from the command line, from a prompt or from a pipe.

mod program;

use calculator_client::RetryPolicy;
use clap::Parser;
use socket_basics::{Endpoint, exit_code};
use std::{ffi::OsString, process::ExitCode};

/// Send expressions to a calculator server, and print its replies.
///
/// Expressions on the command line are sent in turn. Without any you get a prompt; or, if the input is a pipe or a
/// file, each of its lines is sent. Both end with quit or the end of the input.
#[derive(Parser)]
#[command(version, bin_name = "calculator-client", after_help = program::EXAMPLES)]
struct Arguments {
    #[command(flatten)]
    endpoint: Endpoint,

    /// When the server goes away or is busy, connect and send again: up to nine times, for 5 to 11 seconds
    #[arg(long)]
    retry: bool,

    /// What to calculate; the exit code is 1 if one of them gets an error
    #[arg(value_name = "EXPRESSION", allow_hyphen_values = true)]
    #[arg(value_parser = program::one_line())]
    expressions: Vec<OsString>,
}

fn main() -> ExitCode {
    let Arguments { endpoint, retry, expressions } = Arguments::parse();
    let policy = if retry { RetryPolicy::default() } else { RetryPolicy::once() };
    exit_code(program::run(&endpoint, policy, &expressions))
}
