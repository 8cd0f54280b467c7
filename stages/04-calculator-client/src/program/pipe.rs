//! Lines from a pipe or a file: one reply for each.

use super::{is_farewell, session::Session, show::show};
use anyhow::Context as _;
use calculator_client::{Line, LineReader};
use calculator_server::{LineTooLong, MAX_LINE};
use std::io;

/// Asks every line, also an empty one: whoever feeds us counts on a reply for each.
pub(super) fn run(session: &mut Session<'_>) -> anyhow::Result<()> {
    let mut lines = LineReader::new(MAX_LINE);
    let mut input = io::stdin().lock();
    while let Some(line) = lines.next_line(&mut input).context("could not read standard input")? {
        let reply = match line {
            Line::Whole(line) | Line::Truncated(line) if is_farewell(&line) => break,
            Line::Whole(line) | Line::Truncated(line) => session.ask(&line)?,
            // The server would say the same, but the line would have to be held in memory to be sent.
            Line::TooLong => LineTooLong.into(),
        };
        show(&reply)?;
    }
    Ok(())
}
