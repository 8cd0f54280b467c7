//! The servers of this workspace in one program, and servers with faults that only a process can have: `reference NAME HOST
//! PORT`. It prints no first line, since nobody needs one.

mod faults;

use calculator_server::handle_request;
use clap::{Parser, ValueEnum as _};
use concurrency::{Config, HandleRequest, Server, shutdown_on_signals};
use socket_basics::{Endpoint, exit_code, listen};
use std::process::ExitCode;

#[derive(Parser)]
struct Arguments {
    /// `echo`, `calculator`, or a model of the concurrent calculator.
    name: String,

    #[command(flatten)]
    endpoint: Endpoint,

    #[command(flatten)]
    config: Config,
}

fn main() -> ExitCode {
    exit_code(run(Arguments::parse()))
}

fn run(Arguments { name, endpoint, mut config }: Arguments) -> anyhow::Result<()> {
    let listener = listen(&endpoint)?;
    let mut handle: HandleRequest = handle_request;
    match name.as_str() {
        "echo" => echo::serve(&listener, echo::IDLE_TIMEOUT),
        "calculator" => calculator_server::serve(&listener, calculator_server::IDLE_TIMEOUT),
        "cuts-replies" => return faults::cut_replies(&listener),
        "ends-when-idle" => return faults::end_when_idle(&listener),
        "leaks-descriptors" => faults::leak_descriptors(&listener, Result::is_err),
        "leaks-at-the-end" => faults::leak_descriptors(&listener, Result::is_ok),
        "keeps-requests" => handle = faults::keep,
        "fills-a-cache" => handle = faults::keep_at_first,
        "drops-requests" => handle = faults::take_a_while,
        "never-ends" => {}
        model => config.model = concurrency::Model::from_str(model, false).map_err(anyhow::Error::msg)?,
    }
    concurrency::raise_descriptor_limit();
    let server = Server::new(listener, &config, handle)?;
    match name.as_str() {
        // SIGTERM keeps its default: the process ends at once.
        "drops-requests" => {}
        "never-ends" => ctrlc::set_handler(|| {})?,
        _ => shutdown_on_signals(server.shutdown_handle())?,
    }
    server.run();
    Ok(())
}
