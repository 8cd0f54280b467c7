//! The steps of a server, against clients in this process.
#![allow(clippy::expect_used, clippy::unwrap_used, reason = "a test reports by panicking")]

mod support;

use assert_cmd::Command;
use insta::assert_snapshot;
use support::masked;
#[cfg(target_os = "linux")]
use support::seconds;
#[cfg(unix)]
use testkit::ReservedPort;
use testkit::{DEADLINE, Program};

fn start(arguments: &[&str]) -> Program {
    Program::start(env!("CARGO_BIN_EXE_wire"), &[&["--listen"], arguments].concat())
}

/// What a server shows, once it has ended.
fn transcript(mut server: Program) -> String {
    assert!(server.wait().success());
    masked(&server.stdout())
}

#[test]
fn a_client_is_taken_in_by_the_first_step_that_needs_one() {
    let server = start(&["127.0.0.1", "0", "receive", "send", r"hello\n", "receive", "all"]);
    let mut client = server.connect();
    assert_eq!(client.ask("I am here"), "hello");
    drop(client);
    assert_snapshot!(transcript(server));
}

#[test]
fn one_client_after_another_is_served_by_a_script_that_repeats() {
    let server = start(&["127.0.0.1", "0", "repeat", "2", "receive", "send", r"bye\n", "close"]);
    for _ in 0..2 {
        assert_eq!(server.connect().ask("hello"), "bye");
    }
    assert_snapshot!(transcript(server));
}

#[test]
fn half_a_line_is_waited_for_until_the_silence_is_too_long() {
    let steps = ["receive", "close", "receive", "receive", "send", r"hm\n"];
    let server = start(&[&["--timeout", "0.05", "127.0.0.1", "0"], &steps[..]].concat());
    // The second client's bytes are there before it is taken in, since the first one is in the way.
    let (mut first, mut second) = (server.connect(), server.connect());
    second.send("who");
    first.send("\n").expect_end();
    second.expect("hm").expect_end();
    assert_snapshot!(transcript(server));
}

#[test]
fn ignored_bytes_are_left_unread() {
    let server = start(&["127.0.0.1", "0", "receive", "close", "ignore", "pause", "5", "close"]);
    // The second client's bytes are there before it is taken in, since the first one is in the way.
    let (mut first, mut second) = (server.connect(), server.connect());
    second.send("is anybody there?");
    first.send("\n").expect_end();
    second.wait_closed();
    assert_snapshot!(transcript(server));
}

#[test]
fn an_end_that_was_not_looked_for_is_nothing_unread() {
    let server = start(&["127.0.0.1", "0", "receive", "close", "close"]);
    let (mut first, mut second) = (server.connect(), server.connect());
    second.half_close();
    first.send("\n").expect_end();
    second.expect_end();
    assert_snapshot!(transcript(server));
}

#[test]
fn ignoring_ends_with_the_next_receive() {
    let server = start(&["127.0.0.1", "0", "ignore", "pause", "5", "receive", "close"]);
    let mut client = server.connect();
    client.send("hello\n").expect_end();
    assert_snapshot!(transcript(server));
}

#[test]
fn a_taken_port_is_a_failure_that_names_it() {
    let server = start(&["127.0.0.1", "0", "hold"]);
    let port = server.address().port().to_string();
    for options in [&[][..], &["--backlog", "5"], &["--no-reuse"]] {
        let mut wire = Command::new(env!("CARGO_BIN_EXE_wire"));
        let outcome =
            wire.arg("--listen").args(options).args(["127.0.0.1", &port, "hold"]).timeout(DEADLINE).assert();
        let expected = format!("could not listen on 127.0.0.1:{port}: address already in use");
        outcome.code(1).stdout("").stderr(predicates::str::starts_with(expected));
    }
}

#[test]
fn a_flood_that_nobody_takes_says_where_it_got_stuck() {
    let server = start(&["--timeout", "0.05", "127.0.0.1", "0", "flood", "64M", "x"]);
    let _client = server.connect();
    let transcript = transcript(server);
    let between =
        |before, after| transcript.split_once(before)?.1.split_once(after).map(|(number, _)| number);
    let bytes = |number: Option<&str>| number?.replace(',', "").parse::<u64>().ok();
    let sent = bytes(between("xxx… (", " bytes)"));
    let left = bytes(between("stuck with ", " bytes left: the peer took nothing for 0.05 s\n"));
    assert_eq!(sent.zip(left).map(|(sent, left)| sent + left), Some(64 << 20), "{transcript}");
}

/// Linux takes one more than the backlog in, and then drops the first packet of each further client (listen(2)).
#[test]
#[cfg(target_os = "linux")]
fn a_full_backlog_lets_nobody_in() {
    let steps = ["--backlog", "3", "--timeout", "0.2", "127.0.0.1", "0", "hold", "9", "0.01"];
    let mut server = start(&steps);
    assert!(server.wait().success());
    assert_snapshot!(masked(&server.stdout()));
    let waited = server.stdout().lines().find_map(|line| seconds(line.split_once(" s ·")?.0));
    assert!(waited.is_some_and(|waited| waited > 0.199), "{}", server.stdout());
}

/// The end that closes first keeps the port in `TIME_WAIT`. Windows lets the next one listen all the same.
#[test]
#[cfg(unix)]
fn without_reuse_a_port_cannot_be_listened_on_right_after_its_last_connection() {
    for (option, message) in [("--no-reuse", "address already in use"), ("--nagle", "listening on")] {
        let reserved = ReservedPort::new().unwrap();
        let port = reserved.port().to_string();
        let mut server = start(&[option, "127.0.0.1", &port, "close"]);
        server.connect().expect_end();
        assert!(server.wait().success());

        let mut again = Command::new(env!("CARGO_BIN_EXE_wire"));
        again.args(["--listen", option, "127.0.0.1", &port, "hold", "0", "0.01"]);
        let output = again.timeout(DEADLINE).output().unwrap();
        let said = String::from_utf8([output.stdout, output.stderr].concat()).unwrap();
        assert!(said.contains(message), "{said}");
    }
}

#[test]
#[cfg(target_os = "linux")]
fn a_flood_takes_little_memory_however_long_it_is() {
    use std::io::Read as _;

    let server = start(&["127.0.0.1", "0", "flood", "1G", "x"]);
    let client = server.connect();
    let read = std::io::copy(&mut client.stream().take(64 << 20), &mut std::io::sink()).unwrap();
    assert_eq!(read, 64 << 20);
    assert!(server.usage().memory < 16 << 20, "{}", server.usage());
}
