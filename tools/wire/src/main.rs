//! Plays one end of a connection, step by step, and shows what goes and comes.

use clap::{CommandFactory as _, Parser as _, error::ErrorKind};
use socket_basics::exit_code;
use std::process::ExitCode;
use wire::{Arguments, Script, run};

fn main() -> ExitCode {
    let arguments = Arguments::parse();
    match Script::parse(&arguments.steps) {
        Ok(script) => exit_code(run(&arguments, &script, &mut anstream::stdout())),
        Err(error) => Arguments::command().error(ErrorKind::ValueValidation, error).exit(),
    }
}
