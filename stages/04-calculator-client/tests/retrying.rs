//! Retries and backoff.
#![allow(clippy::unwrap_used, clippy::expect_used, reason = "a test may fail in its helpers too")]

mod support;

use calculator_client::{ClientError, RetryError, RetryPolicy, RetryingClient};
use calculator_server::Reply;
use socket_basics::Endpoint;
use std::{
    net::{SocketAddr, TcpListener},
    thread,
    time::{Duration, Instant},
};
use testkit::{ClosedPort, Peer};

/// This many attempts, with hardly any pause.
fn attempts(max_attempts: u32) -> RetryPolicy {
    let pause = Duration::from_millis(1);
    RetryPolicy { max_attempts, initial_backoff: pause, max_backoff: pause }
}

fn connect(address: SocketAddr, policy: RetryPolicy) -> Result<RetryingClient, RetryError> {
    RetryingClient::connect(Endpoint { host: address.ip().to_string(), port: address.port() }, policy)
}

type Script = fn(&mut Peer);

/// Runs a test with one server after another: each serves its client by its script, then closes.
fn with_servers(scripts: &[Script], test: impl FnOnce(SocketAddr)) {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let address = listener.local_addr().unwrap();
    thread::scope(|scope| {
        let server = scope.spawn(|| scripts.iter().for_each(|script| script(&mut Peer::accept(&listener))));
        test(address);
        server.join().expect("each script runs to its end");
        listener.set_nonblocking(true).unwrap();
        assert!(listener.accept().is_err(), "the client connected once too often");
    });
}

/// Closes without a reply.
fn close(client: &mut Peer) {
    client.expect("1+1");
}

fn answer(client: &mut Peer) {
    client.expect("1+1").send("2\n");
}

#[test]
fn a_request_without_a_reply_is_sent_again_over_a_new_connection() {
    with_servers(&[close, close, answer], |address| {
        let mut client = connect(address, attempts(3)).unwrap();
        assert_eq!(client.ask("1+1").unwrap(), Reply::Value(2.0));
    });
}

#[test]
fn a_request_with_a_truncated_reply_is_sent_again() {
    let cut_off = |client: &mut Peer| {
        client.expect("1+1").send("1");
    };
    with_servers(&[cut_off, answer], |address| {
        let mut client = connect(address, attempts(2)).unwrap();
        assert_eq!(client.ask("1+1").unwrap(), Reply::Value(2.0));
    });
}

#[test]
fn a_connection_that_was_reset_is_replaced() {
    with_servers(&[answer, answer], |address| {
        let mut client = connect(address, attempts(2)).unwrap();
        // The second request is sent after the server has closed.
        for _ in 0..2 {
            assert_eq!(client.ask("1+1").unwrap(), Reply::Value(2.0));
        }
    });
}

#[test]
fn a_connection_is_kept_until_an_error() {
    let twice = |client: &mut Peer| {
        client.expect("1+1").send("2\n").expect("1+1").send("2\n").expect_end();
    };
    with_servers(&[twice], |address| {
        let mut client = connect(address, attempts(2)).unwrap();
        assert_eq!(client.ask("1+1").unwrap(), Reply::Value(2.0));
        assert_eq!(client.ask("1+1").unwrap(), Reply::Value(2.0));
    });
}

#[test]
fn of_pipelined_requests_only_those_without_a_reply_are_sent_again() {
    let half: Script = |client| {
        client.expect("1").expect("2").expect("3").expect("4").send("1\n2\n");
    };
    let rest: Script = |client| {
        client.expect("3").expect("4").send("3\n4\n").expect_end();
    };
    with_servers(&[half, rest], |address| {
        let mut replies = Vec::new();
        let mut client = connect(address, attempts(2)).unwrap();
        client.ask_many(&["1", "2", "3", "4"], |reply| replies.push(reply)).unwrap();
        assert_eq!(replies, [1.0, 2.0, 3.0, 4.0].map(Reply::Value));
    });
}

#[test]
fn an_error_reply_is_not_retried() {
    let refuse = |client: &mut Peer| {
        client.expect("1/0").send("error: division by zero\n").expect_end();
    };
    with_servers(&[refuse], |address| {
        let mut client = connect(address, attempts(2)).unwrap();
        assert_eq!(client.ask("1/0").unwrap(), Reply::error("division by zero"));
    });
}

/// Sends `busy:` after it has received the request.
fn busy(client: &mut Peer) {
    client.expect("1+1").send("busy: the server is full, try again later\n").half_close().expect_end();
}

/// Sends `busy:` at once.
fn busy_at_once(client: &mut Peer) {
    client.send("busy: the server is full, try again later\n").half_close().wait_closed();
}

#[test]
fn busy_is_retried() {
    with_servers(&[busy, busy_at_once, answer], |address| {
        let mut client = connect(address, attempts(3)).unwrap();
        assert_eq!(client.ask("1+1").unwrap(), Reply::Value(2.0));
    });
}

#[test]
fn busy_on_the_new_connection_is_retried_too() {
    with_servers(&[answer, busy, busy_at_once, answer], |address| {
        let mut client = connect(address, attempts(4)).unwrap();
        for _ in 0..2 {
            assert_eq!(client.ask("1+1").unwrap(), Reply::Value(2.0));
        }
    });
}

#[test]
fn after_the_last_attempt_busy_is_returned() {
    with_servers(&[busy, busy_at_once], |address| {
        let error = connect(address, attempts(2)).unwrap().ask("1+1").unwrap_err();
        assert!(matches!(error, RetryError::Client(ClientError::Busy(_))), "{error:?}");
        assert_eq!(error.to_string(), "busy: the server is full, try again later");
    });
}

#[test]
fn busy_is_retried_when_pipelining() {
    let half: Script = |client| {
        client.expect("1").expect("2").expect("3").send("1\n");
    };
    let rest: Script = |client| {
        client.expect("2").expect("3").send("2\n3\n").expect_end();
    };
    with_servers(&[busy_at_once, half, busy_at_once, rest], |address| {
        let mut replies = Vec::new();
        let mut client = connect(address, attempts(4)).unwrap();
        client.ask_many(&["1", "2", "3"], |reply| replies.push(reply)).unwrap();
        assert_eq!(replies, [1.0, 2.0, 3.0].map(Reply::Value));
    });
}

#[test]
fn a_protocol_violation_is_not_retried() {
    let too_many = |client: &mut Peer| {
        client.expect("1+1").send("2\n2\n").expect_end();
    };
    with_servers(&[too_many], |address| {
        let mut client = connect(address, attempts(2)).unwrap();
        assert_eq!(client.ask("1+1").unwrap(), Reply::Value(2.0));
        let error = client.ask("1+1").unwrap_err();
        assert!(matches!(error, RetryError::Client(ClientError::UnsolicitedReply(_))), "{error:?}");
    });
    let late = |client: &mut Peer| {
        client.expect("1+1").send("2\n").expect("1+1").send("busy: not now\n").expect_end();
    };
    with_servers(&[late], |address| {
        let mut client = connect(address, attempts(2)).unwrap();
        assert_eq!(client.ask("1+1").unwrap(), Reply::Value(2.0));
        let error = client.ask("1+1").unwrap_err();
        assert!(matches!(error, RetryError::Client(ClientError::BusyAfterReplies(_))), "{error:?}");
    });
}

#[test]
fn a_server_of_another_protocol_is_not_retried() {
    let web = |client: &mut Peer| {
        client.expect("1+1").send("HTTP/1.1 400 Bad Request\n");
    };
    with_servers(&[web], |address| {
        let error = connect(address, attempts(2)).unwrap().ask("1+1").unwrap_err();
        assert!(matches!(error, RetryError::Client(ClientError::InvalidReply(_))), "{error:?}");
    });
}

#[test]
fn a_request_of_several_lines_is_not_sent() {
    let nothing = |client: &mut Peer| {
        client.expect_end();
    };
    with_servers(&[nothing], |address| {
        let error = connect(address, attempts(2)).unwrap().ask("1\n2").unwrap_err();
        assert!(matches!(error, RetryError::Client(ClientError::MultipleLines(_))), "{error:?}");
    });
}

#[test]
fn after_the_last_attempt_its_error_is_returned() {
    with_servers(&[close, close, close], |address| {
        let error = connect(address, attempts(3)).unwrap().ask("1+1").unwrap_err();
        assert!(matches!(error, RetryError::Client(ClientError::Disconnected)), "{error:?}");
        assert_eq!(error.to_string(), "the server went away");
    });
}

#[test]
fn a_refused_connect_is_retried_and_the_last_error_returned() {
    let vacancy = ClosedPort::new().unwrap();
    let address = vacancy.address();
    let pause = Duration::from_millis(20);
    let start = Instant::now();
    let error = connect(address, RetryPolicy { initial_backoff: pause, max_backoff: pause, ..attempts(3) })
        .unwrap_err();
    // Two pauses, each shortened by the jitter to no less than a half.
    assert!(start.elapsed() >= pause);
    assert!(matches!(error, RetryError::Connect(_)), "{error:?}");
    assert!(error.to_string().starts_with(&format!("could not connect to {address}: ")), "{error}");
}
