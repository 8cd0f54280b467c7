//! The program as people meet it: its help, its announcement, its errors.

use crate::support::{PROGRAM, each_model, start};
use assert_cmd::Command;
use predicates::str::{contains, starts_with};
use std::net::TcpListener;
use testkit::mask_ports;

#[test]
fn the_help_teaches() {
    let help = Command::new(PROGRAM).arg("--help").env_remove("CLICOLOR_FORCE").assert().success();
    insta::assert_snapshot!("help", String::from_utf8_lossy(&help.get_output().stdout));
}

#[test]
fn the_version_is_told() {
    Command::new(PROGRAM).arg("--version").assert().success().stdout(starts_with("concurrency "));
}

each_model!(the_first_line_says_where_it_listens_and_the_rest_who_comes_and_goes, |model| {
    let server = start(model, &[]);
    let mut peer = server.connect();
    assert_eq!(peer.ask("2+3*4"), "14");
    drop(peer);
    server.wait_until_logged("disconnected");
    assert_eq!(server.stdout(), format!("listening on {}\n", server.address()));
    assert_eq!(
        mask_ports(&server.stderr()),
        "127.0.0.1:PORT connected\n127.0.0.1:PORT disconnected; requests: 1\n",
        "{model}"
    );
});

#[test]
fn a_taken_port_is_one_line_of_error_and_exit_code_1() {
    let held = TcpListener::bind("127.0.0.1:0").unwrap();
    let port = held.local_addr().unwrap().port().to_string();
    let expected = format!("could not listen on 127.0.0.1:{port}: address already in use");
    let run = Command::new(PROGRAM).args(["127.0.0.1", &port]).assert().code(1);
    run.stderr(starts_with(expected)).stdout("");
}

#[test]
fn a_wrong_command_line_is_exit_code_2_and_says_what_is_wrong() {
    for (arguments, problem) in [
        (&["localhost"][..], "<PORT>"),
        (&["localhost", "65536"], "65536 is not in 0..=65535"),
        (&["localhost", "0", "--model", "fork"], "[possible values: threads, pool, events, async]"),
        (&["localhost", "0", "--workers", "0"], "--workers"),
        (&["localhost", "0", "--max-clients", "0"], "--max-clients"),
        (&["localhost", "0", "--idle-timeout", "0"], "not from 0.001 to 86400 seconds"),
    ] {
        Command::new(PROGRAM)
            .args(arguments)
            .env_remove("CLICOLOR_FORCE")
            .assert()
            .code(2)
            .stderr(contains(problem));
    }
}

#[test]
#[cfg(unix)]
fn on_port_0_where_nobody_could_find_it_it_ends_with_1_and_one_line() {
    // Closed, and thrown away: what was announced is seen in neither.
    for redirection in [">&-", ">/dev/null"] {
        let script = format!("exec \"$0\" 127.0.0.1 0 {redirection}");
        let mut command = Command::new("sh");
        command.args(["-c", &script, PROGRAM]).timeout(testkit::DEADLINE).assert().code(1).stderr(
            "could not write the address to standard output: it is closed or /dev/null, \
             so no client could find this server (choose a port other than 0)\n",
        );
    }
}
