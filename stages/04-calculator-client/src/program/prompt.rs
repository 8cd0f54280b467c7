//! A prompt for a person at a terminal.

use super::{caret::caret, editor::Editor, is_quit_command, session::Session, show::show};
use anyhow::Context as _;
use calculator_server::Reply;
use std::io::{self, Write as _};

const PROMPT: &str = "> ";

/// Sends what is typed, until the person leaves or the connection fails.
pub(super) fn run(session: &mut Session<'_>) -> anyhow::Result<()> {
    let mut editor = Editor::new()?;
    write_line(&format!("connected to {}; type an expression, or quit to leave", session.endpoint))?;
    while let Some(typed) = editor.read(PROMPT)? {
        // Pasted text may be several lines.
        for line in typed.lines().filter(|line| !line.trim().is_empty()) {
            if is_quit_command(line.as_bytes()) {
                return Ok(());
            }
            editor.remember(line);
            let reply = session.ask(line.as_bytes())?;
            // A caret fits only below a line that was typed alone.
            if line == typed {
                print_caret(&reply, line, editor.columns())?;
            }
            show(&reply)?;
        }
    }
    Ok(())
}

/// Prints a caret under the column that an error reply names.
fn print_caret(reply: &Reply, typed: &str, columns: usize) -> anyhow::Result<()> {
    if let Reply::Error(reason) = reply
        && let Some(caret) = caret(PROMPT, typed, reason, columns)
    {
        write_line(&caret)?;
    }
    Ok(())
}

fn write_line(line: &str) -> anyhow::Result<()> {
    writeln!(io::stdout(), "{line}").context("could not write to the terminal")
}
