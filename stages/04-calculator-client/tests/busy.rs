//! The client and a busy server: the `busy:` line is never lost, and never taken for a reply.
#![allow(clippy::unwrap_used, reason = "a test may fail in its helpers too")]

mod support;

use calculator_client::ClientError;
use calculator_server::Reply;
use std::time::Instant;
use support::{client, scripted, watched_client};
use testkit::{DEADLINE, Peer};

const BUSY: &str = "busy: the server is full, try again later\n";

#[track_caller]
fn assert_busy(error: &ClientError) {
    let expected = "the server is full, try again later";
    assert!(matches!(error, ClientError::Busy(reason) if reason == expected), "{error:?}");
    assert_eq!(error.to_string(), "busy: the server is full, try again later");
}

/// The error of a client whose server follows this script.
fn ask(script: impl FnOnce(Peer) + Send) -> ClientError {
    scripted(script, |address| client(address).ask("1").unwrap_err())
}

#[test]
fn busy_is_not_a_reply_to_a_request() {
    assert_busy(&ask(|mut server| {
        server.expect("1").send(BUSY);
    }));
}

#[test]
fn busy_may_arrive_in_fragments() {
    assert_busy(&ask(|mut server| {
        server.expect("1").send("b").send("usy: the server is full,").send(" try again later\r").send("\n");
    }));
}

#[test]
fn busy_is_read_before_a_request_is_sent() {
    scripted(
        |mut server| {
            // The request must not be sent: the server would reset the connection.
            server.send(BUSY).half_close().expect_end();
        },
        |address| {
            let (mut client, watch) = watched_client(address);
            watch.peek(&mut [0]).unwrap();
            assert_busy(&client.ask("1").unwrap_err());
            assert!(matches!(client.ask("1").unwrap_err(), ClientError::Closed));
        },
    );
}

#[test]
fn a_truncated_busy_line_is_a_truncated_reply() {
    let error = ask(|mut server| {
        server.expect("1").send("busy: the server is");
    });
    assert!(matches!(&error, ClientError::TruncatedReply(_)), "{error:?}");
}

/// On other systems the reset may discard the line.
#[cfg(target_os = "linux")]
#[test]
fn busy_is_reported_when_the_request_cannot_be_sent() {
    scripted(
        |server| {
            server.stream().peek(&mut [0]).unwrap();
            // Closing resets the connection, because it has unread bytes.
            std::io::Write::write_all(&mut server.stream(), BUSY.as_bytes()).unwrap();
        },
        // More than all buffers hold.
        |address| assert_busy(&client(address).ask("1".repeat(32 << 20)).unwrap_err()),
    );
}

#[test]
fn busy_after_other_replies_violates_the_protocol() {
    let error = scripted(
        |mut server| {
            server.expect("1").send("10\n").expect("2").send(BUSY);
        },
        |address| {
            let mut client = client(address);
            assert_eq!(client.ask("1").unwrap(), Reply::Value(10.0));
            client.ask("2").unwrap_err()
        },
    );
    assert!(matches!(error, ClientError::BusyAfterReplies(_)), "{error:?}");
    assert_eq!(
        error.to_string(),
        r#"the server broke the protocol: it sent "busy: the server is full, try again later" after other replies"#
    );
}

#[test]
fn pipelined_requests_are_not_sent_to_a_busy_server() {
    scripted(
        |mut server| {
            server.send(BUSY).half_close().expect_end();
        },
        |address| {
            let (mut client, watch) = watched_client(address);
            watch.peek(&mut [0]).unwrap();
            assert_busy(&client.ask_many(&["1", "2"], |reply| panic!("{reply}")).unwrap_err());
        },
    );
}

#[test]
fn busy_ends_a_blocked_sender() {
    let much: Vec<String> = vec!["1".repeat(1024); 32 << 10];
    scripted(
        |mut server| {
            server.expect(&"1".repeat(1024)).send(BUSY);
            server
        },
        |address| {
            let start = Instant::now();
            assert_busy(&client(address).ask_many(&much, |reply| panic!("{reply}")).unwrap_err());
            assert!(start.elapsed() < DEADLINE / 2, "it waited {:?}", start.elapsed());
        },
    );
}

#[test]
fn an_empty_pipeline_does_not_lose_busy() {
    scripted(
        |mut server| {
            server.send(BUSY).half_close();
            server
        },
        |address| {
            let (mut client, watch) = watched_client(address);
            watch.peek(&mut [0]).unwrap();
            client.ask_many(&[""; 0], |reply| panic!("{reply}")).unwrap();
            assert_busy(&client.ask("1").unwrap_err());
        },
    );
}
