//! How a reply is shown.

use anyhow::Context as _;
use calculator_server::Reply;
use clap::builder::styling::{AnsiColor, Style};
use std::io::Write as _;

const RED: Style = AnsiColor::Red.on_default();

/// Writes the reply as a line, at once; a refusal in red, where standard output is a terminal and colours are welcome.
pub(super) fn show(reply: &Reply) -> anyhow::Result<()> {
    let style = match reply {
        Reply::Value(_) => Style::new(),
        Reply::Error(_) | Reply::Busy(_) => RED,
    };
    let line = harmless(&reply.to_string());
    let mut out = anstream::stdout().lock();
    writeln!(out, "{style}{line}{style:#}").and_then(|()| out.flush()).context("could not write the reply")
}

/// Control characters as their escapes: a server must not be able to command the terminal.
pub(super) fn harmless(line: &str) -> String {
    line.chars()
        .map(|character| if commands(character) { escaped(character) } else { character.into() })
        .collect()
}

/// Whether it does something instead of being shown: a control, or a mark that turns the direction of writing
/// (Unicode Standard Annex #9).
fn commands(character: char) -> bool {
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
    fn a_server_cannot_command_the_terminal() {
        assert_eq!(harmless("error: \u{1b}[2Jé\u{9b}\r\u{202e}"), r"error: \u{1b}[2Jé\u{9b}\u{d}\u{202e}");
    }
}
