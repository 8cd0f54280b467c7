//! Printing a reply.

use anyhow::Context as _;
use calculator_server::Reply;
use clap::builder::styling::{AnsiColor, Style};
use std::io::Write as _;

const RED: Style = AnsiColor::Red.on_default();

/// Prints the reply as a line and flushes it; an error in red, if standard output is a terminal that shows colours.
pub(super) fn show(reply: &Reply) -> anyhow::Result<()> {
    let style = match reply {
        Reply::Value(_) => Style::new(),
        Reply::Error(_) | Reply::Busy(_) => RED,
    };
    let line = escape_controls(&reply.to_string());
    let mut out = anstream::stdout().lock();
    writeln!(out, "{style}{line}{style:#}").and_then(|()| out.flush()).context("could not write the reply")
}

/// Replaces control characters by their escapes, so that a server cannot control the terminal.
pub(super) fn escape_controls(line: &str) -> String {
    line.chars()
        .map(|character| if is_control(character) { escaped(character) } else { character.into() })
        .collect()
}

/// Whether a terminal acts on it instead of showing it: a control character, or a mark that changes the direction of
/// writing (Unicode Standard Annex #9).
fn is_control(character: char) -> bool {
    character.is_control()
        || matches!(character, '\u{61c}' | '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
}

fn escaped(character: char) -> String {
    character.escape_unicode().to_string()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_server_cannot_control_the_terminal() {
        assert_eq!(
            escape_controls("error: \u{1b}[2Jé\u{9b}\r\u{202e}"),
            r"error: \u{1b}[2Jé\u{9b}\u{d}\u{202e}"
        );
    }
}
