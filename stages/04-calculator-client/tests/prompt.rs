//! The prompt, on a pseudo-terminal.
#![cfg(unix)]

mod support;

use calculator_server::MAX_LINE;
use std::{fs, process::Command};
use support::{
    run::PROGRAM,
    scripted, server,
    terminal::{CTRL_C, CTRL_D, ENTER, SIZE, Terminal, UP},
};
use tempfile::{TempDir, tempdir};

/// The history file of a program whose home is this folder.
const HISTORY: &str = ".local/share/calculator-client/history";

/// The program at its prompt, with a folder for a home.
fn prompt(home: &TempDir) -> Terminal {
    let terminal = Terminal::start(server(), home.path());
    terminal.wait_for("to leave\n>");
    terminal
}

#[test]
fn a_session() {
    let home = tempdir().unwrap();
    let mut terminal = prompt(&home);
    terminal
        .ask("2+3*4", "14")
        .ask("2*(3", "    ^\nerror: unmatched '(' at column 3")
        .ask("2 + two", "      ^\nerror: unknown name 'two' at column 5")
        .ask("1/0", "error: division by zero")
        .press("quit\r");
    assert!(terminal.wait().success());
    insta::assert_snapshot!(terminal.screen());
}

#[test]
fn an_empty_line_sends_nothing() {
    let home = tempdir().unwrap();
    let terminal = prompt(&home);
    terminal.press(ENTER).wait_for("to leave\n>\n>").press("  ").press(ENTER).wait_for("to leave\n>\n>\n>");
}

#[test]
fn ctrl_c_clears_the_line_and_quits_on_an_empty_one() {
    let home = tempdir().unwrap();
    let mut terminal = prompt(&home);
    terminal.press("1+").wait_for("> 1+").press(CTRL_C).wait_for("to leave\n>").ask("2", "2").press(CTRL_C);
    assert!(terminal.wait().success());
}

#[test]
fn ctrl_d_and_quit_and_exit_end_the_program() {
    for quit in [CTRL_D, "quit\r", " exit \r"] {
        let home = tempdir().unwrap();
        let mut terminal = prompt(&home);
        terminal.press(quit);
        assert!(terminal.wait().success(), "{quit:?}");
    }
}

#[test]
fn pasted_lines_are_sent_one_by_one() {
    let home = tempdir().unwrap();
    let terminal = prompt(&home);
    terminal.press("\x1b[200~1+1\n2+\nexit now\x1b[201~").wait_for("exit now").press(ENTER);
    // No caret: the line that it would point at is further up.
    terminal.wait_for("2\nerror: expected a number at column 3\nerror: unknown name 'exit' at column 1\n>");
}

#[test]
fn lines_that_are_typed_ahead_are_sent_in_their_turn() {
    let home = tempdir().unwrap();
    let terminal = prompt(&home);
    terminal
        .press("1+1\r2+2\r3+3\r4+")
        .wait_for("> 3+3\n6\n> 4+")
        .press("4")
        .press(ENTER)
        .wait_for("> 4+4\n8\n>");
    let screen = terminal.screen();
    let replies: Vec<_> = screen.lines().filter(|line| line.parse::<i64>().is_ok()).collect();
    assert_eq!(replies, ["2", "4", "6", "8"]);
}

#[test]
fn bytes_that_are_not_utf_8_end_nothing() {
    let home = tempdir().unwrap();
    let terminal = prompt(&home);
    terminal.press(b"\xff").wait_for("what was typed is not UTF-8\n>").ask("1", "1");
}

#[test]
fn the_history_is_there_in_the_next_session() {
    let home = tempdir().unwrap();
    let mut terminal = prompt(&home);
    terminal.ask("1+1", "2").ask("2+2", "4").ask("2+2", "4").press(CTRL_D);
    terminal.wait();
    let terminal = prompt(&home);
    terminal.press(UP).wait_for("> 2+2").press(UP).wait_for("> 1+1").press(ENTER).wait_for("> 1+1\n2\n>");
}

#[test]
fn the_history_has_a_limit() {
    let home = tempdir().unwrap();
    let history = home.path().join(HISTORY);
    fs::create_dir_all(history.parent().unwrap()).unwrap();
    fs::write(&history, (0..5000).map(|line| line.to_string()).collect::<Vec<_>>().join("\n")).unwrap();
    let terminal = prompt(&home);
    terminal.ask("5000", "5000").press("9".repeat(MAX_LINE + 1)).press(ENTER).wait_for("bytes\n>");
    let kept = fs::read_to_string(&history).unwrap();
    assert!(kept.ends_with("\n4999\n5000\n"));
    assert_eq!(kept.lines().filter(|line| !line.starts_with('#')).count(), 1000);
}

#[test]
fn a_history_file_that_cannot_be_made_is_reported_once() {
    let home = tempdir().unwrap();
    fs::create_dir_all(home.path().join(HISTORY)).unwrap();
    let terminal = Terminal::start(server(), home.path());
    terminal.wait_for("to leave\n>").ask("1+1", "2").ask("2+2", "4").press(UP).wait_for("> 2+2");
    let folder = home.path().to_str().unwrap();
    insta::assert_snapshot!(terminal.screen().replace(folder, "HOME"));
}

#[test]
fn a_history_file_that_can_no_longer_be_written_is_reported_once() {
    let home = tempdir().unwrap();
    let terminal = prompt(&home);
    fs::remove_dir_all(home.path().join(HISTORY).parent().unwrap()).unwrap();
    terminal.press("1+1\r").wait_for("history: no such file or directory\n2\n>");
    terminal.ask("2+2", "4").press(UP).wait_for("> 2+2");
}

#[test]
fn a_terminal_whose_output_goes_elsewhere_gets_no_prompt() {
    let home = tempdir().unwrap();
    let output = home.path().join("output");
    let server = server();
    let mut shell = Command::new("sh");
    shell.args(["-c", r#"exec "$PROGRAM" "$0" "$1" >"$OUTPUT""#]);
    shell.args([server.ip().to_string(), server.port().to_string()]);
    shell.env("PROGRAM", PROGRAM).env("OUTPUT", &output);
    let mut terminal = test_terminal::Terminal::start(shell, SIZE);
    terminal.press("1+1\rquit\r");
    assert!(terminal.wait().success());
    assert_eq!(fs::read_to_string(output).unwrap(), "2\n");
}

#[test]
fn an_error_reply_is_red_unless_no_color_is_set() {
    for (variables, is_red) in [(&[][..], true), (&[("NO_COLOR", "1")], false)] {
        let home = tempdir().unwrap();
        let terminal = Terminal::start_with(server(), home.path(), variables);
        terminal.wait_for("to leave\n>").ask("1+1", "2");
        assert!(!terminal.is_colourful());
        terminal.ask("1/0", "error: division by zero");
        assert_eq!(terminal.is_colourful(), is_red, "{variables:?}");
    }
}

#[test]
fn a_lost_server_is_named() {
    let home = tempdir().unwrap();
    let screen = scripted(
        |mut server| {
            server.expect("1").send("1\n").expect("2");
        },
        |address| {
            let mut terminal = Terminal::start(address, home.path());
            terminal.wait_for("to leave\n>").ask("1", "1").press("2\r");
            assert_eq!(terminal.wait().code(), Some(1));
            terminal.screen()
        },
    );
    insta::assert_snapshot!(screen);
}

#[test]
fn a_busy_server_is_reported() {
    let home = tempdir().unwrap();
    let screen = scripted(
        |mut server| {
            server.send("busy: the server is full, try again later\n").half_close().wait_closed();
        },
        |address| {
            let mut terminal = Terminal::start(address, home.path());
            terminal.wait_for("to leave\n>").press("1+1\r");
            assert_eq!(terminal.wait().code(), Some(1));
            terminal.screen()
        },
    );
    insta::assert_snapshot!(screen);
}
