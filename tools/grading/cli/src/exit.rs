//! How it ends: an exit code, and one line when something went wrong.

use crate::choose::Unknown;
use std::{
    io::{self, ErrorKind, Write as _},
    process::ExitCode,
};

/// The exit code of a wrong command line, which clap uses as well.
const WRONG_COMMAND_LINE: u8 = 2;

/// 0 when all that was asked for passed, 1 when something did not, 2 for a wrong command line.
#[must_use]
pub fn exit_code(outcome: anyhow::Result<bool>) -> ExitCode {
    let error = match outcome {
        Ok(true) => return ExitCode::SUCCESS,
        Ok(false) => return ExitCode::FAILURE,
        Err(error) => error,
    };
    // Whoever has stopped reading does not want to be told so.
    if error.downcast_ref().is_none_or(|error: &io::Error| error.kind() != ErrorKind::BrokenPipe) {
        let _ = writeln!(io::stderr(), "{error:#}");
    }
    match error.downcast_ref::<Unknown>() {
        Some(_) => ExitCode::from(WRONG_COMMAND_LINE),
        None => ExitCode::FAILURE,
    }
}
