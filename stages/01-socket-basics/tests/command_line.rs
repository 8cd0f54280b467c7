//! What the program promises about its arguments and its exit codes.

use assert_cmd::Command;
use predicates::{
    prelude::PredicateBooleanExt as _,
    str::{contains, is_empty, starts_with},
};
use std::{io, net::TcpListener};
use testkit::{DEADLINE, has_ipv6};

fn program(arguments: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_socket-basics"));
    command.args(arguments).env_remove("CLICOLOR_FORCE").timeout(DEADLINE);
    command
}

#[test]
fn the_help_says_what_it_does_and_how_to_use_it() {
    let help = program(&["--help"]).assert().success().stderr(is_empty());
    // Windows puts the ending of its executables into the usage line.
    insta::assert_snapshot!(String::from_utf8_lossy(&help.get_output().stdout).replace(".exe", ""));
}

#[test]
fn the_version_is_printed() {
    program(&["--version"]).assert().success().stdout(starts_with("socket-basics "));
}

#[test]
fn a_report_exits_with_0_and_prints_nothing_on_standard_error() {
    program(&["127.0.0.1", "0"]).assert().code(0).stdout(contains("two endpoints")).stderr(is_empty());
}

#[test]
fn a_wrong_command_line_exits_with_2_and_says_what_is_wrong() {
    for (arguments, problem) in [
        (&[][..], "<HOST>"),
        (&["127.0.0.1"], "<PORT>"),
        (&["127.0.0.1", "http"], "'http' for '<PORT>'"),
        (&["127.0.0.1", "65536"], "65536 is not in 0..=65535"),
        (&["127.0.0.1", "-1"], "-1"),
        (&["", "1081"], "a value is required for '<HOST>'"),
        (&["127.0.0.1", "1081", "1082"], "1082"),
    ] {
        program(arguments).assert().code(2).stdout(is_empty()).stderr(contains(problem));
    }
}

#[test]
fn an_unknown_host_exits_with_1_and_one_line_that_names_it() {
    // No name has a space, so no name server is asked. The rest of the line is the system's own text.
    let expected = one_line().and(starts_with("could not find an address for no name: "));
    program(&["no name", "0"]).assert().code(1).stdout(is_empty()).stderr(expected);
}

#[test]
fn a_port_in_use_exits_with_1_and_one_line_that_says_what_to_do() {
    let held = TcpListener::bind("127.0.0.1:0").unwrap();
    let address = held.local_addr().unwrap();
    let expected = format!(
        "could not listen on {address}: address already in use \
         (stop the program that has it, or choose another port; 0 takes any free one)\n"
    );
    program(&["127.0.0.1", &address.port().to_string()]).assert().code(1).stderr(expected);
}

#[test]
fn an_address_of_another_machine_exits_with_1_and_one_line_that_says_so() {
    // 203.0.113.0/24 is reserved for documentation (RFC 5737): no machine has it.
    let expected = "could not listen on 203.0.113.1:0: not an address of this machine\n";
    program(&["203.0.113.1", "0"]).assert().code(1).stderr(expected);
}

#[test]
fn a_link_local_address_without_its_interface_exits_with_1_and_one_line_that_asks_for_it() {
    if !has_ipv6() {
        return;
    }
    let expected =
        "could not listen on [fe80::1]:0: a link-local address needs its interface, as in fe80::1%eth0\n";
    program(&["fe80::1", "0"]).assert().code(1).stderr(expected);
}

#[test]
fn a_closed_standard_output_is_an_error_and_not_a_panic() {
    let (reader, writer) = io::pipe().unwrap();
    drop(reader);
    let mut command = std::process::Command::new(env!("CARGO_BIN_EXE_socket-basics"));
    let output = command.args(["127.0.0.1", "0"]).stdout(writer).output().unwrap();
    assert_eq!(output.status.code(), Some(1));
    let stderr = String::from_utf8(output.stderr).unwrap();
    assert!(stderr.lines().count() == 1 && !stderr.contains("panicked"), "{stderr}");
}

/// One line with its line feed, without Rust's own error texts.
fn one_line() -> impl predicates::Predicate<str> {
    predicates::function::function(|text: &str| text.ends_with('\n') && text.lines().count() == 1)
        .and(contains("os error").or(contains("panicked")).not())
}
