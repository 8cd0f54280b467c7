//! Plays one end of a connection, step by step, and shows what goes and comes; or loads a server with many clients.

use clap::{CommandFactory as _, Parser as _, error::ErrorKind};
use socket_basics::exit_code;
use std::{env, process::ExitCode};
use wire::{Arguments, Script, load, run};

fn main() -> ExitCode {
    // Only the very first word: after an option, or after `--`, it is a host of that name.
    if env::args_os().nth(1).is_some_and(|word| word == "load") {
        let arguments = load::Arguments::parse_from(env::args_os().skip(1));
        return exit_code(load::run(&arguments, &mut anstream::stdout()));
    }
    let arguments = Arguments::parse();
    match Script::parse(&arguments.steps) {
        Ok(script) => exit_code(run(&arguments, &script, &mut anstream::stdout())),
        Err(error) => Arguments::command().error(ErrorKind::ValueValidation, error).exit(),
    }
}
