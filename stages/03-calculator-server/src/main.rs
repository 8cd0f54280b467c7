//! The calculator server: listens on a host and a port, and replies to each line with the value of its
//! expression.

use clap::Parser;
use socket_basics::{Endpoint, announce, exit_code, listen};
use std::process::ExitCode;

/// Calculate the expressions that a client sends, one per line, one client after another.
///
/// Try it with netcat in a second terminal: nc localhost 1081, then type 2+3*4. Ctrl+C stops the server.
#[derive(Parser)]
#[command(version, bin_name = "calculator-server", after_help = "Example: calculator-server localhost 1081")]
struct Arguments {
    #[command(flatten)]
    endpoint: Endpoint,
}

fn main() -> ExitCode {
    exit_code(run(&Arguments::parse()))
}

fn run(arguments: &Arguments) -> anyhow::Result<()> {
    let listener = listen(&arguments.endpoint)?;
    announce(&arguments.endpoint, listener.local_addr()?)?;
    calculator_server::serve(&listener, calculator_server::IDLE_TIMEOUT)
}
