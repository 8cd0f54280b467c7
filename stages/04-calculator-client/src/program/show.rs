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
        Reply::Refusal(_) => RED,
    };
    let line = harmless(&reply.to_string());
    let mut out = anstream::stdout().lock();
    writeln!(out, "{style}{line}{style:#}").and_then(|()| out.flush()).context("could not write the reply")
}

/// Control characters as their escapes: a server must not be able to command the terminal.
fn harmless(line: &str) -> String {
    let shown = |character: char| match character {
        control if control.is_control() => control.escape_debug().to_string(),
        other => other.to_string(),
    };
    line.chars().map(shown).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_server_cannot_command_the_terminal() {
        assert_eq!(harmless("error: \u{1b}[2Jé\u{9b}\r"), r"error: \u{1b}[2Jé\u{9b}\r");
    }
}
