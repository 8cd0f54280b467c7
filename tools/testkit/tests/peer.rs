//! What a peer does and, above all, how it fails.
#![allow(clippy::expect_used, clippy::unwrap_used, reason = "a test reports by panicking")]

mod failure;

use failure::failure_of;
use std::{
    io::{ErrorKind, Read as _},
    net::TcpListener,
};
use testkit::{ClosedPort, Peer};

/// The two ends of a connection.
fn pair() -> (Peer, Peer) {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let client = Peer::connect(listener.local_addr().unwrap());
    (client, Peer::accept(&listener))
}

#[test]
fn lines_arrive_one_by_one_however_they_were_sent() {
    let (mut client, mut server) = pair();
    client.send("one\ntw");
    server.expect("one");
    client.send("o\r\n");
    assert_eq!(server.line(), "two\r");
}

#[test]
fn a_request_is_sent_with_a_line_end_and_its_reply_comes_without() {
    let (mut client, mut server) = pair();
    server.send("3\n");
    assert_eq!(client.ask("1+2"), "3");
    server.expect("1+2");
}

#[test]
fn the_rest_is_everything_until_the_end_and_replies_come_after_a_half_close() {
    let (mut client, mut server) = pair();
    client.send("one\ntwo").half_close();
    server.expect("one");
    assert_eq!(server.rest(), b"two");
    server.send("late\n");
    client.expect("late");
    drop(server);
    client.expect_end();
}

#[test]
fn a_reset_is_seen_by_the_other_end() {
    let (client, server) = pair();
    client.reset();
    assert_eq!((&mut server.stream()).read(&mut [0]).unwrap_err().kind(), ErrorKind::ConnectionReset);
}

#[test]
fn both_ways_of_closing_end_the_wait_for_it() {
    let (mut client, mut server) = pair();
    server.send("bytes that nobody asked for");
    drop(server);
    client.wait_closed();

    let (mut client, server) = pair();
    server.reset();
    client.wait_closed();
}

#[test]
fn an_unexpected_line_fails_the_step() {
    let (mut client, mut server) = pair();
    server.send("4\n");
    let failure = failure_of(|| client.expect("3").local());
    assert!(failure.contains(r#""4""#) && failure.contains(r#""3""#), "{failure}");
}

#[test]
fn a_stream_that_ends_inside_a_reply_fails_the_step_and_shows_what_came() {
    let (mut client, mut server) = pair();
    // Closed altogether, it would answer the request with a reset, which may destroy what it has sent.
    server.send("er\0").half_close();
    let failure = failure_of(|| client.ask("1/0"));
    assert_eq!(failure, r#"waiting for the reply to "1/0": the stream ended after "er\x00""#);
}

#[test]
fn bytes_before_an_expected_end_fail_the_step() {
    let (mut client, mut server) = pair();
    server.send("?");
    drop(server);
    assert_eq!(failure_of(|| client.expect_end()), r#"the stream was to end, but first came "?""#);
}

#[test]
fn a_refused_connection_names_the_address() {
    let nobody = ClosedPort::new().unwrap();
    let failure = failure_of(|| Peer::connect(nobody.address()));
    assert!(failure.starts_with(&format!("connecting to {}: ", nobody.address())), "{failure}");
}
