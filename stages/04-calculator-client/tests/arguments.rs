//! Expressions on the command line.

mod support;

use assert_cmd::Command;
use predicates::str::{contains, is_empty, starts_with};
use std::{io, net::TcpListener, process::Stdio, thread};
use support::{
    run::{PROGRAM, asking, seen, start, wait},
    scripted, server,
};
use testkit::{ClosedPort, Peer};

const BUSY: &str = "busy: the server is full, try again later\n";

fn program() -> Command {
    let mut command = Command::new(PROGRAM);
    command.env_remove("CLICOLOR_FORCE");
    command
}

#[test]
fn each_expression_gets_its_reply_on_a_line() {
    let run = asking(server()).args(["2+3*4", "sqrt(2)", "-2^2", "-e", " 1 "]).assert().success();
    insta::assert_snapshot!(seen(&run));
}

#[test]
fn an_error_reply_is_printed_and_the_exit_code_is_1() {
    let run = asking(server()).args(["1/0", "1+1", "quit"]).assert();
    insta::assert_snapshot!(seen(&run));
}

#[test]
fn one_error_reply_is_reported_in_the_singular() {
    for (expressions, message) in [
        (&["("][..], "the expression was refused\n"),
        (&["1", "("], "1 of 2 expressions was refused\n"),
        (&["(", "("], "2 of 2 expressions were refused\n"),
    ] {
        asking(server()).args(expressions).assert().code(1).stderr(message);
    }
}

#[test]
fn expressions_may_follow_two_dashes() {
    asking(server()).args(["--", "-2^2", "--help"]).assert().code(1).stdout(starts_with("-4\nerror: "));
}

#[cfg(unix)]
#[test]
fn an_expression_that_is_not_utf_8_is_sent_to_the_server() {
    use std::{ffi::OsStr, os::unix::ffi::OsStrExt as _};

    let expression = OsStr::from_bytes(b"\xff");
    asking(server()).arg(expression).assert().code(1).stdout("error: the line is not UTF-8\n");
}

#[test]
fn an_expression_of_several_lines_is_a_wrong_command_line() {
    asking(server())
        .arg("1\n2")
        .assert()
        .code(2)
        .stdout(is_empty())
        .stderr(contains("an expression is one line"));
}

#[test]
fn with_retry_a_request_without_a_reply_is_sent_again() {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let address = listener.local_addr().unwrap();
    thread::scope(|scope| {
        scope.spawn(|| {
            Peer::accept(&listener).expect("1+1");
            Peer::accept(&listener).expect("1+1").send("2\n").expect_end();
        });
        asking(address).args(["--retry", "1+1"]).assert().success().stdout("2\n").stderr(is_empty());
    });
}

#[test]
fn with_retry_a_busy_server_gets_the_request_again() {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let address = listener.local_addr().unwrap();
    thread::scope(|scope| {
        scope.spawn(|| {
            Peer::accept(&listener).send(BUSY).half_close().wait_closed();
            Peer::accept(&listener).expect("1+1").send("2\n");
            Peer::accept(&listener).expect("2+2").send(BUSY);
            Peer::accept(&listener).expect("2+2").send("4\n").expect_end();
        });
        asking(address)
            .args(["--retry", "1+1", "2+2"])
            .assert()
            .success()
            .stdout("2\n4\n")
            .stderr(is_empty());
    });
}

#[test]
fn a_busy_server_is_a_failure_without_a_reply() {
    let run = scripted(
        |mut server| {
            server.expect("1").send(BUSY).half_close().expect_end();
        },
        |address| asking(address).args(["1", "2"]).assert(),
    );
    insta::assert_snapshot!(seen(&run));
}

#[test]
fn an_unsolicited_reply_is_not_printed_as_the_next_expressions() {
    let run = scripted(
        |mut server| {
            server.expect("1").send("10\n11\n").expect_end();
        },
        |address| asking(address).args(["1", "2"]).assert(),
    );
    insta::assert_snapshot!(seen(&run));
}

#[test]
fn a_busy_server_cannot_control_the_terminal() {
    scripted(
        |mut server| {
            server.expect("1").send("busy: \u{1b}[2J\n");
        },
        |address| asking(address).arg("1").assert().code(1).stderr(contains(r"busy: \u{1b}[2J")),
    );
}

#[test]
fn a_refused_connection_names_the_server() {
    let vacancy = ClosedPort::new().unwrap();
    insta::assert_snapshot!(seen(&asking(vacancy.address()).arg("1").assert()));
}

#[test]
fn a_lost_server_is_named_after_its_replies() {
    let run = scripted(
        |mut server| {
            server.expect("1").send("10\n").expect("2").send("2");
        },
        |address| asking(address).args(["1", "2", "3"]).assert(),
    );
    insta::assert_snapshot!(seen(&run));
}

#[test]
fn a_server_of_another_protocol_is_recognised() {
    let run = scripted(
        |mut server| {
            server.expect("1").send("HTTP/1.1 400 Bad Request\r\n\r\n");
        },
        |address| asking(address).arg("1").assert(),
    );
    insta::assert_snapshot!(seen(&run));
}

#[test]
fn a_closed_output_pipe_is_not_a_failure() {
    let (reader, writer) = io::pipe().unwrap();
    drop(reader);
    let mut run = start(server(), |command| command.arg("1").stdout(writer).stderr(Stdio::piped()));
    assert!(wait(&mut run).success());
    assert_eq!(io::read_to_string(run.0.stderr.take().unwrap()).unwrap(), "");
}

#[test]
fn the_help_teaches() {
    insta::assert_snapshot!(seen(&program().arg("--help").assert()));
}

#[test]
fn help_and_version_are_also_found_after_the_host_and_the_port() {
    program().args(["localhost", "1081", "--help"]).assert().success().stdout(contains("Usage:"));
    for arguments in [&["--version"][..], &["-V"], &["localhost", "1081", "--version"]] {
        program().args(arguments).assert().success().stdout(starts_with("calculator-client "));
    }
}

#[test]
fn a_wrong_command_line_has_another_exit_code_than_a_failure() {
    for arguments in
        [&[][..], &["localhost"], &["localhost", "65536"], &["localhost", "calculator"], &["", "1081"]]
    {
        program().args(arguments).assert().code(2).stdout(is_empty());
    }
}
