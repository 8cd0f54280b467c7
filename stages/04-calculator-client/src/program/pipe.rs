//! Lines from a pipe or a file: one reply for each.

use super::{is_quit_command, session::Session, show::show};
use anyhow::Context as _;
use calculator_client::{Line, LineReader};
use calculator_server::{LineTooLong, MAX_LINE};
use std::io;

/// Sends every line, an empty one too: a script counts on one reply per line.
pub(super) fn run(session: &mut Session<'_>) -> anyhow::Result<()> {
    let mut lines = LineReader::new(MAX_LINE);
    let mut input = io::stdin().lock();
    while let Some(line) = lines.next_line(&mut input).context("could not read standard input")? {
        let reply = match line {
            Line::Whole(line) | Line::Truncated(line) if is_quit_command(&line) => break,
            Line::Whole(line) | Line::Truncated(line) => session.ask(&line)?,
            // The server would reply the same, but to send the line we would have to hold it in memory.
            Line::TooLong => LineTooLong.into(),
        };
        show(&reply)?;
    }
    Ok(())
}
