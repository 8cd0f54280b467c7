//! On a terminal there is colour and progress, and lines fit.

use crate::fixture::Fixture;
use pty_process::{
    Size,
    blocking::{Command, open},
};
use std::io::Read as _;

/// What a terminal of this width is sent.
fn shown(columns: u16, arguments: &[&str], variables: &[(&str, &str)]) -> String {
    let fixture = Fixture::planted();
    let (mut pty, end) = open().unwrap();
    pty.resize(Size::new(24, columns)).unwrap();
    let command = Command::new(env!("CARGO_BIN_EXE_grader")).args(arguments).current_dir(&fixture.root);
    let command = command.env("TERM", "xterm").env_remove("NO_COLOR").envs(fixture.variables());
    let mut child = command.envs(variables.iter().copied()).spawn(end).unwrap();
    let mut shown = Vec::new();
    // The end of a terminal that nobody has open any more is an error on some systems.
    let _ = pty.read_to_end(&mut shown);
    child.wait().unwrap();
    String::from_utf8(shown).unwrap()
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
