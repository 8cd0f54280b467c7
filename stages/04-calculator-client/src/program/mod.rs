//! The program: three ways to ask, and which one it is.

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
/// Connects and asks: the expressions if there are any, else a person at the terminal, else standard input.
pub(crate) fn run(endpoint: &Endpoint, policy: RetryPolicy, expressions: &[OsString]) -> anyhow::Result<()> {
    let mut session = Session::connect(endpoint, policy)?;
    let outcome = if !expressions.is_empty() {
        arguments::run(&mut session, expressions)
    } else if io::stdin().is_terminal() && io::stdout().is_terminal() {
        prompt::run(&mut session)
    } else {
        pipe::run(&mut session)
    };
    outcome.or_else(unless_nobody_reads)
}
// ANCHOR_END: run

/// Whether a line asks to leave instead of asking the server.
fn is_farewell(line: &[u8]) -> bool {
    matches!(line.trim_ascii(), b"quit" | b"exit")
}

/// Whoever read our output may have seen enough, as `head` has: that is no failure.
fn unless_nobody_reads(error: anyhow::Error) -> anyhow::Result<()> {
    match error.downcast_ref::<io::Error>() {
        Some(cause) if cause.kind() == ErrorKind::BrokenPipe => Ok(()),
        _ => Err(error),
    }
}
