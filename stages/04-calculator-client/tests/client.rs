//! The client, with servers that behave in every way.

mod support;

use calculator_client::{ClientError, MAX_REPLY};
use calculator_server::Reply;
use std::{
    io::{ErrorKind, Read as _, Write as _},
    time::Duration,
};
use support::{client, client_with_timeout, scripted, server};
use testkit::eventually;

/// The timeout of a client that waits for a reply that never arrives.
const SHORT: Duration = Duration::from_millis(50);

#[test]
fn a_value_and_an_error_are_both_replies() {
    let mut client = client(server());
    assert_eq!(client.ask("2+3*4").unwrap(), Reply::Value(14.0));
    assert_eq!(client.ask("2*(3").unwrap(), Reply::error("unmatched '(' at column 3"));
    assert_eq!(client.ask("1/0").unwrap(), Reply::error("division by zero"));
}

#[test]
fn a_request_is_sent_unchanged_in_one_write_with_its_end() {
    scripted(
        |mut server| {
            let mut request = [0; 16];
            let count = server.stream().read(&mut request).unwrap();
            assert_eq!(&request[..count], b" \xff\r\n");
            server.send("1\n");
        },
        |address| client(address).ask(b" \xff\r").unwrap(),
    );
}

#[test]
fn a_reply_in_fragments_is_one_reply() {
    scripted(
        |mut server| {
            server.expect("1").send("-").send("2").send(".").send("5").send("\r").send("\n");
        },
        |address| assert_eq!(client(address).ask("1").unwrap(), Reply::Value(-2.5)),
    );
}

#[test]
fn a_truncated_reply_is_an_error() {
    let error = ask_one_that_sends("14").unwrap_err();
    assert!(matches!(&error, ClientError::TruncatedReply(beginning) if beginning == "14"), "{error:?}");
    assert_eq!(error.to_string(), r#"the server went away in the middle of a reply, after "14""#);
}

#[test]
fn a_server_that_closes_is_disconnected() {
    let error = ask_one_that_sends("").unwrap_err();
    assert!(matches!(error, ClientError::Disconnected), "{error:?}");
    assert_eq!(error.to_string(), "the server went away");
}

#[test]
fn a_server_that_resets_the_connection_is_disconnected() {
    scripted(
        |mut server| {
            server.expect("1");
            server.reset();
        },
        |address| {
            let error = client(address).ask("1").unwrap_err();
            assert!(matches!(error, ClientError::Disconnected), "{error:?}");
        },
    );
}

#[test]
fn a_server_that_speaks_another_protocol_is_recognised() {
    let error = ask_one_that_sends("HTTP/1.1 400 Bad Request\r\n").unwrap_err();
    assert!(matches!(error, ClientError::InvalidReply(_)), "{error:?}");
    assert_eq!(
        error.to_string(),
        r#"the server does not speak the calculator's protocol: "HTTP/1.1 400 Bad Request" is not a reply"#
    );
}

#[test]
fn a_reply_is_at_most_max_reply_bytes_long() {
    let longest = format!("error: {}\n", "x".repeat(MAX_REPLY - "error: ".len()));
    assert!(ask_one_that_sends(longest).is_ok());
    // The line has no end.
    let error = ask_one_that_sends("x".repeat(MAX_REPLY + 1)).unwrap_err();
    assert!(matches!(error, ClientError::ReplyTooLong), "{error:?}");
}

#[test]
fn a_silent_server_is_a_timeout() {
    scripted(
        |mut server| server.expect("1").expect_end(),
        |address| {
            let error = client_with_timeout(address, SHORT).ask("1").unwrap_err();
            assert!(matches!(error, ClientError::TimedOut(SHORT)), "{error:?}");
            assert_eq!(error.to_string(), "the server did not reply within 0.05 seconds");
        },
    );
}

#[test]
fn a_server_that_sends_byte_by_byte_is_a_timeout_too() {
    scripted(
        |mut server| {
            let mut stream = server.expect("1").stream();
            stream.set_read_timeout(Some(SHORT / 5)).unwrap();
            eventually("the client hangs up", || {
                // It fails after the client has closed; the read reports that.
                let _ = stream.write_all(b"1");
                let read = stream.read(&mut [0]).map_err(|error| error.kind());
                !matches!(read, Err(ErrorKind::WouldBlock | ErrorKind::TimedOut))
            });
        },
        |address| {
            let error = client_with_timeout(address, SHORT).ask("1").unwrap_err();
            assert!(matches!(error, ClientError::TimedOut(SHORT)), "{error:?}");
        },
    );
}

#[test]
fn a_late_reply_is_not_taken_for_the_next_one() {
    scripted(
        |mut server| server.expect("1").expect_end(),
        |address| {
            let mut client = client_with_timeout(address, SHORT);
            client.ask("1").unwrap_err();
            let error = client.ask("2").unwrap_err();
            assert!(matches!(error, ClientError::Closed), "{error:?}");
        },
    );
}

#[test]
fn a_request_of_several_lines_is_not_sent_and_does_no_harm() {
    let mut client = client(server());
    let error = client.ask("1\n2").unwrap_err();
    assert!(matches!(error, ClientError::MultipleLines(_)), "{error:?}");
    assert_eq!(error.to_string(), r#"an expression is one line, and this is more: "1\n2""#);
    assert_eq!(client.ask("3").unwrap(), Reply::Value(3.0));
}

/// The result of a request to a server that sends these bytes as its reply, and closes.
fn ask_one_that_sends(bytes: impl AsRef<[u8]> + Send) -> Result<Reply, ClientError> {
    scripted(
        |mut server| {
            server.expect("1").send(bytes);
        },
        |address| client(address).ask("1"),
    )
}
