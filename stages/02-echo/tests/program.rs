//! The program at a terminal: its help, its first line, its log, its errors.

use assert_cmd::Command;
use predicates::str::{contains, is_empty, starts_with};
#[cfg(unix)]
use std::net::{SocketAddr, TcpStream};
use std::{io, net::TcpListener, process::Command as Process};
use testkit::{DEADLINE, Program, has_ipv6, mask_ports};
#[cfg(unix)]
use testkit::{Peer, ReservedPort, eventually};

const PROGRAM: &str = env!("CARGO_BIN_EXE_echo");

fn program(arguments: &[&str]) -> Command {
    let mut command = Command::new(PROGRAM);
    command.args(arguments).env_remove("CLICOLOR_FORCE").timeout(DEADLINE);
    command
}

#[test]
fn the_help_says_what_it_does_and_how_to_try_it() {
    let help = program(&["--help"]).assert().success().stderr(is_empty());
    // Windows puts the ending of its executables into the usage line.
    insta::assert_snapshot!(String::from_utf8_lossy(&help.get_output().stdout).replace(".exe", ""));
}

#[test]
fn the_version_is_printed() {
    program(&["--version"]).assert().success().stdout(starts_with("echo "));
}

#[test]
fn the_first_line_says_where_it_listens_and_the_log_who_connects_and_disconnects() {
    let server = Program::start(PROGRAM, &["127.0.0.1", "0"]);
    server.connect().send("hello\n").expect("hello");
    server.wait_until_logged("disconnected");
    assert_eq!(server.stdout(), format!("listening on 127.0.0.1:{}\n", server.address().port()));
    assert_eq!(
        mask_ports(&server.stderr()),
        "127.0.0.1:PORT connected\n127.0.0.1:PORT disconnected; bytes: 6\n"
    );
}

#[test]
fn an_ipv6_address_is_announced_in_brackets() {
    if has_ipv6() {
        let server = Program::start(PROGRAM, &["::1", "0"]);
        assert_eq!(mask_ports(&server.stdout()), "listening on [::1]:PORT\n");
        server.connect().send("hello\n").expect("hello");
    }
}

#[test]
fn a_port_in_use_ends_it_with_1_and_one_line() {
    let held = TcpListener::bind("127.0.0.1:0").unwrap();
    let address = held.local_addr().unwrap();
    let expected = format!("could not listen on {address}: address already in use");
    let run = program(&["127.0.0.1", &address.port().to_string()]).assert().code(1);
    run.stdout(is_empty()).stderr(starts_with(expected));
}

#[test]
fn a_wrong_command_line_ends_it_with_2() {
    program(&["127.0.0.1"]).assert().code(2).stdout(is_empty()).stderr(contains("<PORT>"));
}

#[test]
fn with_a_closed_standard_output_it_ends_with_1_and_one_line() {
    let (reader, writer) = io::pipe().unwrap();
    drop(reader);
    let output = Process::new(PROGRAM).args(["127.0.0.1", "0"]).stdout(writer).output().unwrap();
    assert_eq!(output.status.code(), Some(1));
    let stderr = String::from_utf8(output.stderr).unwrap();
    assert!(stderr.starts_with("could not write the address to standard output: "), "{stderr}");
    assert_eq!(stderr.lines().count(), 1, "{stderr}");
}

#[test]
#[cfg(unix)]
fn on_port_0_with_no_standard_output_it_ends_with_1_and_one_line() {
    // Closed, and discarded: in neither case can anybody see the port.
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
fn on_a_given_port_it_serves_even_with_no_standard_output() {
    for redirection in [">&-", ">/dev/null"] {
        let reserved = ReservedPort::new().unwrap();
        let address = SocketAddr::from(([127, 0, 0, 1], reserved.port()));
        // The first line that the test waits for is the shell's.
        let script =
            format!("echo listening on {address}; exec \"$0\" 127.0.0.1 {} {redirection}", reserved.port());
        let mut command = Process::new("sh");
        command.args(["-c", &script, PROGRAM]);
        let _server = Program::start_command(command);
        eventually("it listens", || TcpStream::connect(address).is_ok());
        Peer::connect(address).send("hello\n").expect("hello");
    }
}

#[test]
#[cfg(unix)]
fn a_blocked_standard_error_delays_no_client() {
    let mut command = Process::new(PROGRAM);
    command.args(["127.0.0.1", "0"]);
    let mut server = Program::start_stalled(command);
    for _ in 0..20 {
        server.connect().send("hello\n").expect("hello");
    }
    let last = server.connect();
    let address = last.local();
    drop(last);
    server.read_stderr();
    server.wait_until_logged(&format!("{address} connected\n{address} disconnected; bytes: 0\n"));
}

#[test]
#[cfg(unix)]
fn log_lines_that_do_not_fit_the_queue_are_counted_and_the_number_is_logged() {
    let mut command = Process::new(PROGRAM);
    command.args(["127.0.0.1", "0"]);
    let mut server = Program::start_stalled(command);
    // Two lines a client, and more of them than are queued. A reset leaves no port in TIME_WAIT.
    let clients = 9_000;
    for _ in 0..clients {
        let mut peer = server.connect();
        peer.send("1\n").expect("1");
        peer.reset();
    }
    // While this client is served, all earlier lines are queued or lost.
    let mut final_client = server.connect();
    final_client.send("hello\n").expect("hello");
    server.read_stderr();
    server.wait_until_logged(" log lines lost: standard error was blocked\n");
    let logged = server.stderr();
    let written = logged.lines().filter(|line| line.starts_with("127.0.0.1:")).count();
    let (lost, _) = logged.split_once(" log lines lost").unwrap();
    let lost: usize = lost.lines().last().unwrap().parse().unwrap();
    assert!(lost > 0);
    assert_eq!(written + lost, 2 * clients + 1, "each line was written or counted");
}
