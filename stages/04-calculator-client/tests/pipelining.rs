//! Pipelining.

mod support;

use calculator_client::{ClientError, REPLY_TIMEOUT};
use calculator_server::{MAX_LINE, Reply};
use std::{
    panic::{self, AssertUnwindSafe},
    sync::mpsc,
    time::{Duration, Instant},
};
use support::{client, client_with_timeout, scripted, server};
use testkit::DEADLINE;

/// More than all buffers of a connection hold: a client that sends it all before it receives would deadlock.
const MUCH: usize = 32 * 1024 * 1024;

/// The timeout of a client that waits for a reply that never arrives.
const SHORT: Duration = Duration::from_millis(50);

/// The timeout of a client whose sender is blocked. Windows does not document that shutting a socket down wakes a send in
/// another thread, and under Wine it does not: there the client's own timeout has to end it.
const STUCK: Duration = if cfg!(windows) { Duration::from_secs(3) } else { REPLY_TIMEOUT };

/// Enough that the sender is still sending when the test ends.
fn much() -> Vec<String> {
    (0..MUCH / MAX_LINE).map(|number| format!("x{number:00$}", MAX_LINE - 1)).collect()
}

#[test]
fn pipelining_more_requests_than_the_buffers_hold_gets_their_replies_in_order() {
    // An unknown name gets an error quickly, and each error quotes its request: as much to receive as to send.
    let requests = much();
    let mut replied = requests.iter();
    let take = |reply| {
        let request = replied.next().expect("a reply for each request and no more");
        assert_eq!(reply, Reply::error(format_args!("unknown name '{request}' at column 1")));
    };
    client(server()).ask_many(&requests, take).unwrap();
    assert_eq!(replied.next(), None);
}

#[test]
fn pipelining_passes_each_reply_on_as_it_arrives() {
    let (seen, first_seen) = mpsc::channel();
    scripted(
        move |mut server| {
            server.expect("1").expect("2").send("10\n");
            first_seen.recv_timeout(DEADLINE).unwrap();
            server.send("20\n");
            first_seen
        },
        |address| client(address).ask_many(&["1", "2"], |reply| seen.send(reply).unwrap()).unwrap(),
    );
}

#[test]
fn pipelining_no_requests_returns_at_once() {
    let mut client = client(server());
    client.ask_many(&[""; 0], |reply| panic!("{reply}")).unwrap();
    assert_eq!(client.ask("1").unwrap(), Reply::Value(1.0));
}

#[test]
fn pipelining_a_request_of_several_lines_sends_nothing() {
    let mut client = client(server());
    let error = client.ask_many(&["1", "2\n3"], |reply| panic!("{reply}")).unwrap_err();
    assert!(matches!(error, ClientError::MultipleLines(_)), "{error:?}");
    assert_eq!(client.ask("4").unwrap(), Reply::Value(4.0));
}

#[test]
fn pipelining_passes_on_the_replies_before_a_disconnect() {
    let mut replies = Vec::new();
    scripted(
        |mut server| {
            server.expect("1").expect("2").expect("3").send("10\n20\n");
        },
        |address| {
            let error = client(address).ask_many(&["1", "2", "3"], |reply| replies.push(reply)).unwrap_err();
            assert!(matches!(error, ClientError::Disconnected), "{error:?}");
        },
    );
    assert_eq!(replies, [Reply::Value(10.0), Reply::Value(20.0)]);
}

#[test]
fn pipelining_to_a_server_that_reads_nothing_is_a_timeout() {
    scripted(
        |server| server,
        |address| {
            let error = client_with_timeout(address, SHORT).ask_many(&much(), |_| {}).unwrap_err();
            // On Windows the state of a socket on which a call has timed out is indeterminate (SOL_SOCKET options,
            // SO_SNDTIMEO): the other thread's call may fail first, as if the server had closed the connection.
            let disconnected = cfg!(windows) && matches!(error, ClientError::Disconnected);
            assert!(matches!(error, ClientError::TimedOut(SHORT)) || disconnected, "{error:?}");
        },
    );
}

#[test]
fn replies_to_unsent_requests_are_an_error_when_pipelining() {
    let requests = much();
    let replies = "1\n".repeat(requests.len());
    // Long enough for the replies on a busy machine too.
    let timeout = Duration::from_secs(2);
    scripted(
        |mut server| {
            server.expect(&requests[0]).send(replies);
            server
        },
        |address| {
            let start = Instant::now();
            let error = client_with_timeout(address, timeout).ask_many(&requests, |_| {}).unwrap_err();
            assert!(matches!(error, ClientError::TimedOut(waited) if waited == timeout), "{error:?}");
            assert!(start.elapsed() < DEADLINE, "it waited {:?}", start.elapsed());
        },
    );
}

#[test]
fn an_error_ends_a_blocked_sender_when_pipelining() {
    let requests = much();
    scripted(
        |mut server| {
            server.expect(&requests[0]).send("nonsense\n");
            server
        },
        |address| {
            let start = Instant::now();
            let error = client_with_timeout(address, STUCK).ask_many(&requests, |_| {}).unwrap_err();
            assert!(matches!(error, ClientError::InvalidReply(_)), "{error:?}");
            assert!(start.elapsed() < DEADLINE / 2, "it waited {:?}", start.elapsed());
        },
    );
}

#[test]
fn a_panic_ends_a_blocked_sender_when_pipelining() {
    let requests = much();
    scripted(
        |mut server| {
            server.expect(&requests[0]).send("1\n");
            server
        },
        |address| {
            let start = Instant::now();
            // Unlike panic!, this prints nothing.
            let fall_over = |_| panic::resume_unwind(Box::new("on purpose"));
            let ask = AssertUnwindSafe(|| client_with_timeout(address, STUCK).ask_many(&requests, fall_over));
            assert!(panic::catch_unwind(ask).is_err());
            assert!(start.elapsed() < DEADLINE / 2, "it waited {:?}", start.elapsed());
        },
    );
}
