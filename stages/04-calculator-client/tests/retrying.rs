//! What a client that tries again promises, whatever becomes of its servers.
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
use testkit::{Peer, Vacancy};

/// So many tries, with next to no pause.
fn tries(tries: u32) -> RetryPolicy {
    let pause = Duration::from_millis(1);
    RetryPolicy { tries, initial_backoff: pause, max_backoff: pause }
}

fn connect(address: SocketAddr, policy: RetryPolicy) -> Result<RetryingClient, RetryError> {
    RetryingClient::connect(Endpoint { host: address.ip().to_string(), port: address.port() }, policy)
}

type Script = fn(&mut Peer);

/// Runs a test with servers that come one after another: each does to its client what its script says, then goes away.
fn with_servers(scripts: &[Script], test: impl FnOnce(SocketAddr)) {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let address = listener.local_addr().unwrap();
    thread::scope(|scope| {
        let server = scope.spawn(|| scripts.iter().for_each(|script| script(&mut Peer::accept(&listener))));
        test(address);
        server.join().expect("each script is followed to its end");
        listener.set_nonblocking(true).unwrap();
        assert!(listener.accept().is_err(), "a server was asked once too often");
    });
}

/// Goes away without a word.
fn leave(client: &mut Peer) {
    client.expect("1+1");
}

fn answer(client: &mut Peer) {
    client.expect("1+1").send("2\n");
}

#[test]
fn what_got_no_reply_is_asked_again_over_a_new_connection() {
    with_servers(&[leave, leave, answer], |address| {
        let mut client = connect(address, tries(3)).unwrap();
        assert_eq!(client.ask("1+1").unwrap(), Reply::Value(2.0));
    });
}

#[test]
fn a_reply_that_is_cut_off_is_none() {
    let cut_off = |client: &mut Peer| {
        client.expect("1+1").send("1");
    };
    with_servers(&[cut_off, answer], |address| {
        let mut client = connect(address, tries(2)).unwrap();
        assert_eq!(client.ask("1+1").unwrap(), Reply::Value(2.0));
    });
}

#[test]
fn a_connection_that_was_reset_is_replaced() {
    with_servers(&[answer, answer], |address| {
        let mut client = connect(address, tries(2)).unwrap();
        // The second is asked of a server that has gone in the meantime.
        for _ in 0..2 {
            assert_eq!(client.ask("1+1").unwrap(), Reply::Value(2.0));
        }
    });
}

#[test]
fn a_connection_is_kept_as_long_as_it_is_good() {
    let twice = |client: &mut Peer| {
        client.expect("1+1").send("2\n").expect("1+1").send("2\n").expect_end();
    };
    with_servers(&[twice], |address| {
        let mut client = connect(address, tries(2)).unwrap();
        assert_eq!(client.ask("1+1").unwrap(), Reply::Value(2.0));
        assert_eq!(client.ask("1+1").unwrap(), Reply::Value(2.0));
    });
}

#[test]
fn of_many_only_those_without_a_reply_are_asked_again() {
    let half: Script = |client| {
        client.expect("1").expect("2").expect("3").expect("4").send("1\n2\n");
    };
    let rest: Script = |client| {
        client.expect("3").expect("4").send("3\n4\n").expect_end();
    };
    with_servers(&[half, rest], |address| {
        let mut replies = Vec::new();
        let mut client = connect(address, tries(2)).unwrap();
        client.ask_many(&["1", "2", "3", "4"], |reply| replies.push(reply)).unwrap();
        assert_eq!(replies, [1.0, 2.0, 3.0, 4.0].map(Reply::Value));
    });
}

#[test]
fn a_refusal_is_a_reply_and_is_not_asked_again() {
    let refuse = |client: &mut Peer| {
        client.expect("1/0").send("error: division by zero\n").expect_end();
    };
    with_servers(&[refuse], |address| {
        let mut client = connect(address, tries(2)).unwrap();
        assert_eq!(client.ask("1/0").unwrap(), Reply::error("division by zero"));
    });
}

/// Says that it is full, although it was asked.
fn turn_away(client: &mut Peer) {
    client.expect("1+1").send("busy: the server is full, try again later\n").half_close().expect_end();
}

/// Says so at once.
fn turn_away_unasked(client: &mut Peer) {
    client.send("busy: the server is full, try again later\n").half_close().wait_closed();
}

#[test]
fn a_server_that_is_busy_is_asked_again() {
    with_servers(&[turn_away, turn_away_unasked, answer], |address| {
        let mut client = connect(address, tries(3)).unwrap();
        assert_eq!(client.ask("1+1").unwrap(), Reply::Value(2.0));
    });
}

#[test]
fn it_may_be_busy_when_a_lost_connection_is_replaced() {
    with_servers(&[answer, turn_away, turn_away_unasked, answer], |address| {
        let mut client = connect(address, tries(4)).unwrap();
        for _ in 0..2 {
            assert_eq!(client.ask("1+1").unwrap(), Reply::Value(2.0));
        }
    });
}

#[test]
fn after_the_last_try_a_server_that_is_busy_is_called_so() {
    with_servers(&[turn_away, turn_away_unasked], |address| {
        let error = connect(address, tries(2)).unwrap().ask("1+1").unwrap_err();
        assert!(matches!(error, RetryError::Client(ClientError::Busy(_))), "{error:?}");
        assert_eq!(error.to_string(), "busy: the server is full, try again later");
    });
}

#[test]
fn many_are_asked_again_where_the_server_is_busy() {
    let half: Script = |client| {
        client.expect("1").expect("2").expect("3").send("1\n");
    };
    let rest: Script = |client| {
        client.expect("2").expect("3").send("2\n3\n").expect_end();
    };
    with_servers(&[turn_away_unasked, half, turn_away_unasked, rest], |address| {
        let mut replies = Vec::new();
        let mut client = connect(address, tries(4)).unwrap();
        client.ask_many(&["1", "2", "3"], |reply| replies.push(reply)).unwrap();
        assert_eq!(replies, [1.0, 2.0, 3.0].map(Reply::Value));
    });
}

#[test]
fn a_server_that_breaks_the_protocol_is_not_asked_again() {
    let too_many = |client: &mut Peer| {
        client.expect("1+1").send("2\n2\n").expect_end();
    };
    with_servers(&[too_many], |address| {
        let mut client = connect(address, tries(2)).unwrap();
        assert_eq!(client.ask("1+1").unwrap(), Reply::Value(2.0));
        let error = client.ask("1+1").unwrap_err();
        assert!(matches!(error, RetryError::Client(ClientError::UnsolicitedReply(_))), "{error:?}");
    });
    let late = |client: &mut Peer| {
        client.expect("1+1").send("2\n").expect("1+1").send("busy: not now\n").expect_end();
    };
    with_servers(&[late], |address| {
        let mut client = connect(address, tries(2)).unwrap();
        assert_eq!(client.ask("1+1").unwrap(), Reply::Value(2.0));
        let error = client.ask("1+1").unwrap_err();
        assert!(matches!(error, RetryError::Client(ClientError::BusyAfterReplies(_))), "{error:?}");
    });
}

#[test]
fn what_speaks_another_protocol_is_not_asked_again() {
    let web = |client: &mut Peer| {
        client.expect("1+1").send("HTTP/1.1 400 Bad Request\n");
    };
    with_servers(&[web], |address| {
        let error = connect(address, tries(2)).unwrap().ask("1+1").unwrap_err();
        assert!(matches!(error, RetryError::Client(ClientError::InvalidReply(_))), "{error:?}");
    });
}

#[test]
fn several_lines_are_not_asked_at_all() {
    let nothing = |client: &mut Peer| {
        client.expect_end();
    };
    with_servers(&[nothing], |address| {
        let error = connect(address, tries(2)).unwrap().ask("1\n2").unwrap_err();
        assert!(matches!(error, RetryError::Client(ClientError::MultipleLines(_))), "{error:?}");
    });
}

#[test]
fn after_the_last_try_its_error_is_told() {
    with_servers(&[leave, leave, leave], |address| {
        let error = connect(address, tries(3)).unwrap().ask("1+1").unwrap_err();
        assert!(matches!(error, RetryError::Client(ClientError::Disconnected)), "{error:?}");
        assert_eq!(error.to_string(), "the server went away");
    });
}

#[test]
fn where_nobody_listens_it_dials_and_pauses_and_tells_the_last_refusal() {
    let nobody = Vacancy::new();
    let address = nobody.address();
    let pause = Duration::from_millis(20);
    let start = Instant::now();
    let error =
        connect(address, RetryPolicy { initial_backoff: pause, max_backoff: pause, ..tries(3) }).unwrap_err();
    // Two pauses, each shortened by up to a half.
    assert!(start.elapsed() >= pause);
    assert!(matches!(error, RetryError::Connect(_)), "{error:?}");
    assert!(error.to_string().starts_with(&format!("could not connect to {address}: ")), "{error}");
}
