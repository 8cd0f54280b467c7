//! Listens on a host and a port, and sends back what a client sends.

use clap::Parser;
use socket_basics::{Endpoint, announce, exit_code, listen};
use std::process::ExitCode;

/// Send back every byte that a client sends; serve one client after another.
///
/// The first line names the address that it listens on. After that it logs, on standard error, each client that connects
/// and disconnects. A client that is silent for a minute is disconnected. Ctrl+C stops the server.
///
/// Try it with netcat in a second terminal: nc localhost 1081. Type a line, and it comes back.
#[derive(Parser)]
#[command(version, bin_name = "echo", after_help = "Example: echo localhost 1081")]
struct Arguments {
    #[command(flatten)]
    endpoint: Endpoint,
}

fn main() -> ExitCode {
    exit_code(run(&Arguments::parse()))
}

// ANCHOR: run
fn run(arguments: &Arguments) -> anyhow::Result<()> {
    let listener = listen(&arguments.endpoint)?;
    announce(&arguments.endpoint, listener.local_addr()?)?;
    echo::serve(&listener, echo::IDLE_TIMEOUT)
}
// ANCHOR_END: run
