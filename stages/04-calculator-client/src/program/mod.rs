//! The program: arguments, a prompt or a pipe, and which of them it is.

mod arguments;
mod caret;
mod command_line;
mod editor;
mod history;
mod pipe;
mod prompt;
mod session;
mod show;

pub(crate) use command_line::{EXAMPLES, one_line};

use calculator_client::RetryPolicy;
use session::Session;
use socket_basics::Endpoint;
use std::{
    ffi::OsString,
    io::{self, ErrorKind, IsTerminal as _},
};

// ANCHOR: run
/// Connects, and sends the expressions if there are any, else what a person types, else the lines of standard
/// input.
pub(crate) fn run(endpoint: &Endpoint, policy: RetryPolicy, expressions: &[OsString]) -> anyhow::Result<()> {
    let mut session = Session::connect(endpoint, policy)?;
    let outcome = if !expressions.is_empty() {
        arguments::run(&mut session, expressions)
    } else if io::stdin().is_terminal() && io::stdout().is_terminal() {
        prompt::run(&mut session)
    } else {
        pipe::run(&mut session)
    };
    outcome.or_else(ignore_broken_pipe)
}
// ANCHOR_END: run

/// Whether a line ends the program instead of going to the server.
fn is_quit_command(line: &[u8]) -> bool {
    matches!(line.trim_ascii(), b"quit" | b"exit")
}

/// A reader of our output that has seen enough, like `head`, closes the pipe: that is no failure.
fn ignore_broken_pipe(error: anyhow::Error) -> anyhow::Result<()> {
    match error.downcast_ref::<io::Error>() {
        Some(cause) if cause.kind() == ErrorKind::BrokenPipe => Ok(()),
        _ => Err(error),
    }
}
