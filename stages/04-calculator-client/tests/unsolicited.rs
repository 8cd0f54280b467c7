//! Unsolicited replies: the client never takes one for the reply to another request.
#![allow(clippy::unwrap_used, reason = "a test may fail in its helpers too")]

mod support;

use calculator_client::ClientError;
use calculator_server::Reply;
use std::{net::Shutdown, sync::mpsc};
use support::{client, scripted, watched_client};
use testkit::DEADLINE;

#[track_caller]
fn assert_unsolicited(error: &ClientError, what: &str) {
    assert!(matches!(error, ClientError::UnsolicitedReply(line) if line == what), "{error:?}");
}

#[test]
fn a_second_reply_in_one_segment_is_not_taken_for_the_next_request() {
    scripted(
        |mut server| {
            // The second request must not be sent.
            server.expect("1").send("10\n11\n").expect_end();
        },
        |address| {
            let mut client = client(address);
            assert_eq!(client.ask("1").unwrap(), Reply::Value(10.0));
            let error = client.ask("2").unwrap_err();
            assert_unsolicited(&error, "11");
            assert_eq!(
                error.to_string(),
                r#"the server broke the protocol: it sent "11", and there was no request for it"#
            );
            // The connection is closed.
            assert!(matches!(client.ask("3").unwrap_err(), ClientError::Closed));
        },
    );
}

/// The error of a second request when these bytes arrived after the reply to the first, in a segment of their own.
fn after(more: &'static str, and_ends: bool) -> ClientError {
    let (replied, reply_read) = mpsc::channel();
    let (sent, all_sent) = mpsc::channel();
    scripted(
        move |mut server| {
            server.expect("1").send("10\n");
            reply_read.recv_timeout(DEADLINE).unwrap();
            server.send(more);
            if and_ends {
                server.half_close();
            }
            sent.send(()).unwrap();
            server
        },
        move |address| {
            let (mut client, watch) = watched_client(address);
            assert_eq!(client.ask("1").unwrap(), Reply::Value(10.0));
            replied.send(()).unwrap();
            all_sent.recv_timeout(DEADLINE).unwrap();
            // Returns when bytes have arrived, or the end of the stream.
            watch.peek(&mut [0]).unwrap();
            client.ask("2").unwrap_err()
        },
    )
}

#[test]
fn an_unsolicited_reply_is_found_in_the_receive_buffer() {
    assert_unsolicited(&after("11\n", false), "11");
    assert_unsolicited(&after("error: no\r\n12\n", false), "error: no");
}

#[test]
fn an_unsolicited_reply_before_the_end_of_stream_is_found() {
    assert_unsolicited(&after("11\n", true), "11");
}

#[test]
fn the_beginning_of_an_unsolicited_reply_is_found() {
    assert_unsolicited(&after("1", false), "1");
    assert_unsolicited(&after("1", true), "1");
}

#[test]
fn a_late_busy_line_is_unsolicited() {
    assert_unsolicited(&after("busy: no more for today\n", true), "busy: no more for today");
}

#[test]
fn a_close_between_requests_is_a_disconnect_and_not_unsolicited() {
    let error = after("", true);
    assert!(matches!(error, ClientError::Disconnected), "{error:?}");
}

#[test]
fn a_reset_between_requests_is_a_disconnect() {
    let (replied, reply_read) = mpsc::channel();
    scripted(
        move |mut server| {
            server.expect("1").send("10\n");
            reply_read.recv_timeout(DEADLINE).unwrap();
            server.reset();
        },
        move |address| {
            let (mut client, watch) = watched_client(address);
            client.ask("1").unwrap();
            replied.send(()).unwrap();
            watch.peek(&mut [0]).unwrap_err();
            let error = client.ask("2").unwrap_err();
            assert!(matches!(error, ClientError::Disconnected), "{error:?}");
        },
    );
}

#[test]
fn a_greeting_is_not_the_reply_to_the_first_request() {
    for (greeting, message) in [
        ("0\n", r#"the server broke the protocol: it sent "0", and there was no request for it"#),
        (
            "220 ready\r\n",
            r#"the server does not speak the calculator's protocol: "220 ready" is not a reply"#,
        ),
    ] {
        scripted(
            |mut server| {
                server.send(greeting).expect_end();
            },
            |address| {
                let (mut client, watch) = watched_client(address);
                watch.peek(&mut [0]).unwrap();
                assert_eq!(client.ask("1").unwrap_err().to_string(), message);
            },
        );
    }
}

#[test]
fn pipelined_requests_are_not_sent_after_an_unsolicited_reply() {
    scripted(
        |mut server| {
            server.expect("1").send("10\n11\n").expect_end();
        },
        |address| {
            let mut client = client(address);
            client.ask("1").unwrap();
            let error = client.ask_many(&["2", "3"], |reply| panic!("{reply}")).unwrap_err();
            assert_unsolicited(&error, "11");
        },
    );
}

#[test]
fn one_reply_too_many_after_pipelined_requests_is_an_error() {
    let mut replies = Vec::new();
    scripted(
        |mut server| {
            server.expect("1").expect("2").send("10\n10\n20\n").expect_end();
        },
        |address| {
            let error = client(address).ask_many(&["1", "2"], |reply| replies.push(reply)).unwrap_err();
            assert_unsolicited(&error, "20");
        },
    );
    // Passed on before the client could know that the second one was unsolicited.
    assert_eq!(replies, [Reply::Value(10.0), Reply::Value(10.0)]);
}

#[test]
fn a_close_after_all_pipelined_replies_is_not_an_error() {
    scripted(
        |mut server| {
            server.expect("1").expect("2").send("10\n20\n").half_close();
            server
        },
        |address| {
            let (mut client, watch) = watched_client(address);
            client.ask_many(&["1", "2"], |_| {}).unwrap();
            assert_eq!(watch.peek(&mut [0]).unwrap(), 0);
            let error = client.ask("3").unwrap_err();
            assert!(matches!(error, ClientError::Disconnected), "{error:?}");
            // No more bytes can arrive: the connection has ended.
            let _ = watch.shutdown(Shutdown::Both);
        },
    );
}
