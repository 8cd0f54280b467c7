//! `cargo conformance`: judges a server or a client, in whatever language it is written, by the protocol.

use clap::Parser as _;
use std::process::ExitCode;

fn main() -> ExitCode {
    conformance::exit_code(conformance::run(&conformance::Arguments::parse()))
}
