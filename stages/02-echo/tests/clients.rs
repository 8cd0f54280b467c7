//! What clients get from the server, and what they cannot do to it.

use std::thread;
use testkit::{Peer, Program, mask_ports};

fn server() -> Program {
    Program::start(env!("CARGO_BIN_EXE_echo"), &["127.0.0.1", "0"])
}

/// A new client gets its echo.
#[track_caller]
fn assert_echoes(server: &Program) {
    server.connect().send("still there?\n").expect("still there?");
}

#[test]
fn every_byte_value_comes_back_unchanged() {
    let bytes: Vec<u8> = (0..=u8::MAX).collect();
    let server = server();
    assert_eq!(server.connect().send(&bytes).half_close().rest(), bytes);
}

#[test]
fn a_client_may_wait_for_each_echo_before_it_sends_more() {
    let server = server();
    let mut peer = server.connect();
    for line in ["a\n", "b\n", "c\n"] {
        peer.send(line).expect(line.trim_end());
    }
}

#[test]
fn a_megabyte_comes_back_to_a_client_that_reads_while_it_writes() {
    let megabyte: Vec<u8> = (0..1 << 20).map(|index: u32| index.to_le_bytes()[index as usize % 4]).collect();
    let server = server();
    let mut reader = server.connect();
    let mut writer = Peer::from(reader.stream().try_clone().unwrap());
    let echoed = thread::scope(|scope| {
        scope.spawn(|| writer.send(&megabyte).half_close().local());
        reader.rest()
    });
    assert!(echoed == megabyte, "{} bytes came back, and not the same", echoed.len());
}

#[test]
fn a_client_that_half_closes_still_gets_the_whole_echo_and_then_the_end_of_the_stream() {
    let server = server();
    let mut peer = server.connect();
    assert_eq!(peer.send("the last words").half_close().rest(), b"the last words");
}

#[test]
fn one_client_after_another_is_served() {
    let server = server();
    for _ in 0..20 {
        assert_echoes(&server);
    }
}

#[test]
fn a_second_client_can_connect_and_write_but_waits_until_the_first_disconnects() {
    let server = server();
    let (mut first, mut second) = (server.connect(), server.connect());
    let (first_address, second_address) = (first.local(), second.local());
    second.send("me, too\n");
    first.send("me\n").expect("me");
    drop(first);
    second.expect("me, too");
    drop(second);
    server.wait_until_logged(&format!("{second_address} disconnected; bytes: 8"));
    assert_eq!(
        server.stderr(),
        format!(
            "{first_address} connected\n{first_address} disconnected; bytes: 3\n\
             {second_address} connected\n{second_address} disconnected; bytes: 8\n"
        )
    );
}

#[test]
fn a_client_that_resets_ends_its_own_connection_only() {
    let server = server();
    let mut peer = server.connect();
    peer.send("hello\n").expect("hello");
    peer.reset();
    server.wait_until_logged("failed");
    assert_eq!(
        mask_ports(&server.stderr()),
        "127.0.0.1:PORT connected\n127.0.0.1:PORT failed: connection reset\n"
    );
    assert_echoes(&server);
}

#[test]
fn clients_that_reset_before_they_are_accepted_end_nothing() {
    let server = server();
    for _ in 0..200 {
        server.connect().reset();
    }
    assert_echoes(&server);
}

#[test]
fn clients_that_close_without_reading_end_nothing() {
    let server = server();
    for _ in 0..20 {
        server.connect().send([b'x'; 10_000]);
    }
    assert_echoes(&server);
}

#[test]
#[cfg(unix)]
fn a_client_that_is_killed_ends_its_own_connection_only() {
    use testkit::protocol::ExternalClient;

    let server = server();
    let port = server.address().port().to_string();
    if let Some(mut netcat) = ExternalClient::start("nc", &["127.0.0.1", &port]) {
        netcat.say("hello\n").expect("hello");
        // Dropping it is kill -9.
        drop(netcat);
        server.wait_until_logged("disconnected; bytes: 6");
        assert_echoes(&server);
    }
}
