//! The program at a terminal: its help, its first line, its log, its errors.

use assert_cmd::Command;
use predicates::str::{contains, is_empty, starts_with};
use std::net::TcpListener;
use testkit::{DEADLINE, Program, mask_ports};

const PROGRAM: &str = env!("CARGO_BIN_EXE_calculator-server");

fn program(arguments: &[&str]) -> Command {
    let mut command = Command::new(PROGRAM);
    command.args(arguments).env_remove("CLICOLOR_FORCE").timeout(DEADLINE);
    command
}

#[test]
fn the_help_tells_what_it_does_and_how_to_try_it() {
    let help = program(&["--help"]).assert().success().stderr(is_empty());
    // On Windows the usage line has the name with .exe.
    insta::assert_snapshot!(String::from_utf8_lossy(&help.get_output().stdout).replace(".exe", ""));
}

#[test]
fn the_version_is_printed() {
    program(&["--version"]).assert().success().stdout(starts_with("calculator-server "));
}

#[test]
fn the_first_line_says_where_it_listens_and_the_log_says_who_connects() {
    let server = Program::start(PROGRAM, &["127.0.0.1", "0"]);
    server.connect().send("1+1\n2+2\n").expect("2").expect("4");
    server.wait_until_logged("disconnected");
    assert_eq!(server.stdout(), format!("listening on 127.0.0.1:{}\n", server.address().port()));
    assert_eq!(
        mask_ports(&server.stderr()),
        "127.0.0.1:PORT connected\n127.0.0.1:PORT disconnected; requests: 2\n"
    );
}

#[test]
fn clients_are_served_one_after_another() {
    let server = Program::start(PROGRAM, &["127.0.0.1", "0"]);
    let (mut first, mut second) = (server.connect(), server.connect());
    second.send("2*2\n");
    first.send("1+1\n1-1\n").expect("2").expect("0");
    let left = format!("{} disconnected; requests: 2\n{} connected\n", first.local(), second.local());
    drop(first);
    second.expect("4");
    server.wait_until_logged(&left);
}

#[test]
fn a_port_in_use_is_exit_code_1_and_one_line() {
    let held = TcpListener::bind("127.0.0.1:0").unwrap();
    let address = held.local_addr().unwrap();
    let message = format!("could not listen on {address}: address already in use");
    let run = program(&["127.0.0.1", &address.port().to_string()]).assert().code(1);
    run.stdout(is_empty()).stderr(starts_with(message));
}

#[test]
fn a_wrong_command_line_is_exit_code_2() {
    program(&["127.0.0.1"]).assert().code(2).stdout(is_empty()).stderr(contains("<PORT>"));
}

#[test]
#[cfg(unix)]
fn port_0_without_standard_output_is_exit_code_1_and_one_line() {
    // Closed, and discarded: in neither case could anybody read the port.
    for redirection in [">&-", ">/dev/null"] {
        let script = format!("exec \"$0\" 127.0.0.1 0 {redirection}");
        let mut command = Command::new("sh");
        command.args(["-c", &script, PROGRAM]).timeout(DEADLINE).assert().code(1).stderr(
            "could not write the address to standard output: it is closed or /dev/null, \
             so no client could find this server (choose a port other than 0)\n",
        );
    }
}

#[test]
#[cfg(unix)]
fn a_blocked_standard_error_does_not_delay_clients() {
    let mut command = std::process::Command::new(PROGRAM);
    command.args(["127.0.0.1", "0"]);
    let mut server = Program::start_stalled(command);
    for _ in 0..20 {
        server.connect().send("1+1\n").expect("2");
    }
    let mut last = server.connect();
    last.send("2+2\n").expect("4");
    let address = last.local();
    drop(last);
    server.read_stderr();
    server.wait_until_logged(&format!("{address} connected\n{address} disconnected; requests: 1\n"));
}
