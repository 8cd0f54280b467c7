//! The program as people meet it: its help, its announcement, its errors.

use assert_cmd::Command;
use predicates::str::{contains, is_empty, starts_with};
use std::{io, net::TcpListener, process::Command as Process};
use testkit::{DEADLINE, Program, mask};

const PROGRAM: &str = env!("CARGO_BIN_EXE_echo");

fn program(arguments: &[&str]) -> Command {
    let mut command = Command::new(PROGRAM);
    command.args(arguments).timeout(DEADLINE);
    command
}

#[test]
fn the_help_tells_what_it_does_and_how_to_try_it() {
    let help = program(&["--help"]).assert().success().stderr(is_empty());
    // Windows puts the ending of its executables into the usage line.
    insta::assert_snapshot!(String::from_utf8_lossy(&help.get_output().stdout).replace(".exe", ""));
}

#[test]
fn the_version_is_told() {
    program(&["--version"]).assert().success().stdout(starts_with("echo "));
}

#[test]
fn the_first_line_says_where_it_listens_and_the_rest_who_comes_and_goes() {
    let server = Program::start(PROGRAM, &["127.0.0.1", "0"]);
    server.connect().send("hello\n").expect("hello");
    server.wait_until_told("left");
    assert_eq!(server.printed(), format!("listening on 127.0.0.1:{}\n", server.address().port()));
    assert_eq!(mask(&server.told()), "127.0.0.1:PORT came\n127.0.0.1:PORT left; bytes echoed: 6\n");
}

#[test]
fn an_ipv6_address_is_announced_in_brackets() {
    if TcpListener::bind("[::1]:0").is_ok() {
        let server = Program::start(PROGRAM, &["::1", "0"]);
        assert_eq!(mask(&server.printed()), "listening on [::1]:PORT\n");
        server.connect().send("hello\n").expect("hello");
    }
}

#[test]
fn a_port_in_use_ends_it_with_1_and_one_line() {
    let held = TcpListener::bind("127.0.0.1:0").unwrap();
    let address = held.local_addr().unwrap();
    let told = format!("could not listen on {address}: address already in use");
    let run = program(&["127.0.0.1", &address.port().to_string()]).assert().code(1);
    run.stdout(is_empty()).stderr(starts_with(told));
}

#[test]
fn a_wrong_command_line_ends_it_with_2() {
    program(&["127.0.0.1"]).assert().code(2).stdout(is_empty()).stderr(contains("<PORT>"));
}

#[test]
fn where_nobody_can_read_the_announcement_it_ends_with_1_and_one_line() {
    let (reader, writer) = io::pipe().unwrap();
    drop(reader);
    let output = Process::new(PROGRAM).args(["127.0.0.1", "0"]).stdout(writer).output().unwrap();
    assert_eq!(output.status.code(), Some(1));
    let told = String::from_utf8(output.stderr).unwrap();
    assert!(told.starts_with("could not write the address to standard output: "), "{told}");
    assert_eq!(told.lines().count(), 1, "{told}");
}
