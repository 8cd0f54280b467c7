//! Listens on a host and a port, and calculates for many clients at once, until told to stop.

use clap::Parser;
use concurrency::{Config, Server, log_panics, raise_descriptor_limit, shutdown_on_signals};
use socket_basics::{Endpoint, announce, exit_code, listen};
use std::process::ExitCode;

/// Calculate the expressions that clients send, one per line, for many clients at once.
///
/// Talk to it with calculator-client or netcat from as many terminals as you like.
///
/// Ctrl+C shuts it down gracefully: it replies to the requests that have arrived, and ends within five seconds. A second
/// Ctrl+C ends it at once. Clients in the accept queue are still accepted. If the server has no file descriptors for them,
/// it accepts them as other clients disconnect, for two seconds. After that the kernel resets the rest.
#[derive(Parser)]
#[command(
    version,
    bin_name = "concurrency",
    after_help = "Example: concurrency localhost 1081 --model threads --max-clients 100"
)]
struct Arguments {
    #[command(flatten)]
    endpoint: Endpoint,

    #[command(flatten)]
    config: Config,
}

fn main() -> ExitCode {
    exit_code(run(&Arguments::parse()))
}

fn run(arguments: &Arguments) -> anyhow::Result<()> {
    log_panics();
    raise_descriptor_limit();
    let listener = listen(&arguments.endpoint)?;
    let server = Server::new(listener, &arguments.config, calculator_server::handle_request)?;
    shutdown_on_signals(server.shutdown_handle())?;
    announce(&arguments.endpoint, server.address()?)?;
    server.run();
    Ok(())
}
