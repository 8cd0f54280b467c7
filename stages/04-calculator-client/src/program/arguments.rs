//! Expressions from the command line.

use super::{session::Session, show::show};
use anyhow::bail;
use calculator_server::Reply;
use std::ffi::OsString;

/// Sends each in turn; an error reply makes it a failure.
pub(super) fn run(session: &mut Session<'_>, expressions: &[OsString]) -> anyhow::Result<()> {
    let mut refused = 0;
    for expression in expressions {
        let reply = session.ask(expression.as_encoded_bytes())?;
        show(&reply)?;
        refused += usize::from(matches!(reply, Reply::Error(_)));
    }
    match (refused, expressions.len()) {
        (0, _) => Ok(()),
        (_, 1) => bail!("the expression was refused"),
        (1, all) => bail!("1 of {all} expressions was refused"),
        (some, all) => bail!("{some} of {all} expressions were refused"),
    }
}
