//! What a client promises where a server is busy: it says so, and loses no word of it.
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

/// What a client hears whose server does this.
fn ask(script: impl FnOnce(Peer) + Send) -> ClientError {
    scripted(script, |address| client(address).ask("1").unwrap_err())
}

#[test]
fn that_the_server_is_busy_is_no_reply_to_a_request() {
    assert_busy(&ask(|mut server| {
        server.expect("1").send(BUSY);
    }));
}

#[test]
fn it_may_come_in_fragments() {
    assert_busy(&ask(|mut server| {
        server.expect("1").send("b").send("usy: the server is full,").send(" try again later\r").send("\n");
    }));
}

#[test]
fn it_is_read_before_anything_is_asked() {
    scripted(
        |mut server| {
            // The request must not be sent: it would be answered with a reset.
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
fn a_line_that_is_cut_off_is_not_believed() {
    let error = ask(|mut server| {
        server.expect("1").send("busy: the server is");
    });
    assert!(matches!(&error, ClientError::TruncatedReply(_)), "{error:?}");
}

/// Elsewhere the reset may destroy the line.
#[cfg(target_os = "linux")]
#[test]
fn it_is_not_lost_where_the_request_cannot_be_sent() {
    scripted(
        |server| {
            server.stream().peek(&mut [0]).unwrap();
            // Closing resets the connection, because there is something that was not read.
            std::io::Write::write_all(&mut server.stream(), BUSY.as_bytes()).unwrap();
        },
        // More than all buffers hold.
        |address| assert_busy(&client(address).ask("1".repeat(32 << 20)).unwrap_err()),
    );
}

#[test]
fn after_other_replies_it_breaks_the_protocol() {
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
fn many_requests_are_not_sent_to_a_server_that_is_busy() {
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
fn a_sender_that_is_stuck_is_not_waited_for() {
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
fn asking_nothing_does_not_lose_it() {
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
