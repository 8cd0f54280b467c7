//! Soaks the server in faults, and says what was seen.

use clap::Parser as _;
use socket_basics::print_error;
use std::process::ExitCode;

fn main() -> ExitCode {
    match soak::run(&soak::Arguments::parse()) {
        Ok(true) => ExitCode::SUCCESS,
        Ok(false) => ExitCode::FAILURE,
        Err(error) => {
            print_error(format_args!("{error:#}"));
            ExitCode::FAILURE
        }
    }
}
