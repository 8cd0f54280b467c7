//! On a terminal there is colour and progress, and lines fit.

use crate::fixture::Fixture;
use std::{process::Command, time::Duration};
use test_terminal::Terminal;
use testkit::DEADLINE;

/// It may have to build an exercise first.
const TO_BUILD: Duration = DEADLINE.saturating_mul(6);

/// What a terminal of this width is sent.
fn shown(columns: u16, arguments: &[&str], variables: &[(&str, &str)]) -> String {
    let fixture = Fixture::planted();
    let mut command = Command::new(env!("CARGO_BIN_EXE_grader"));
    command.args(arguments).current_dir(&fixture.root).env("TERM", "xterm").env_remove("NO_COLOR");
    command.envs(fixture.variables()).envs(variables.iter().copied());
    let mut terminal = Terminal::start(command, (24, columns));
    terminal.wait_within(TO_BUILD);
    String::from_utf8(terminal.written()).unwrap()
}

#[test]
fn verdicts_are_in_colour_unless_colours_are_unwelcome() {
    assert!(shown(100, &["passes"], &[]).contains("\x1b[32mpassed\x1b[0m"));
    let plain = shown(100, &["passes"], &[("NO_COLOR", "1")]);
    assert!(plain.contains("✓ 1.1 passes: passed\r\n") && !plain.contains("\x1b[3"), "{plain:?}");
}

#[test]
fn what_is_done_is_shown_while_it_is_done_and_then_gone() {
    let shown = shown(100, &["passes"], &[]);
    let progress = shown.find("\rrunning 1.1 passes\x1b[K").unwrap();
    let cleared = shown[progress..].find("\r\x1b[K").unwrap();
    assert!(shown[progress + cleared..].contains("1.1 passes"), "{shown:?}");
}

#[test]
fn in_a_narrow_terminal_lines_are_broken_at_spaces_and_bytes_are_not() {
    let shown = shown(44, &["fails", "passes"], &[("NO_COLOR", "1")]);
    let shown = shown.rsplit("\x1b[K").next().unwrap();
    assert!(
        shown.contains("Requirement not met: what is said comes\r\nback, byte for byte, so that"),
        "{shown}"
    );
    for line in shown.lines().filter(|line| !line.starts_with("  ")) {
        assert!(line.chars().count() <= 44, "{line}");
    }
}
