//! How a tool of this workspace ends: by Ctrl+C, or with an exit code that scripts can rely on.

use crate::ProcessSupervisor;
use anyhow::Context as _;
use std::{
    error::Error,
    io::{self, ErrorKind, Write as _},
    process::{self, ExitCode},
};

/// The exit code of a wrong command line, which clap uses as well.
const WRONG_COMMAND_LINE: u8 = 2;

/// The exit code of a program that Ctrl+C has ended: 128 and the number of the signal, as shells have it.
pub const INTERRUPTED: i32 = 130;

/// Makes Ctrl+C end what runs, and then us.
///
/// # Errors
///
/// When the system does not let us handle the signal.
pub fn stop_on_interrupt(supervisor: ProcessSupervisor) -> anyhow::Result<()> {
    // A thread that waits for a program must not report the end of it.
    let stop = move || supervisor.stop_and(|| process::exit(INTERRUPTED));
    ctrlc::set_handler(stop).context("could not take care of Ctrl+C")
}

/// 0 when all that was asked for passed, 1 when something did not, 2 for a wrong command line, which is an error of the type
/// `Usage`. An error is shown on standard error.
#[must_use]
pub fn exit_code<Usage: Error + Send + Sync + 'static>(outcome: anyhow::Result<bool>) -> ExitCode {
    let error = match outcome {
        Ok(true) => return ExitCode::SUCCESS,
        Ok(false) => return ExitCode::FAILURE,
        Err(error) => error,
    };
    // Somebody who has stopped reading knows it.
    if error.downcast_ref().is_none_or(|error: &io::Error| error.kind() != ErrorKind::BrokenPipe) {
        let _ = writeln!(io::stderr(), "{error:#}");
    }
    match error.downcast_ref::<Usage>() {
        Some(_) => ExitCode::from(WRONG_COMMAND_LINE),
        None => ExitCode::FAILURE,
    }
}
