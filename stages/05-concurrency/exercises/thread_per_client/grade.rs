//! A thread for each client.

#[cfg_attr(not(feature = "solutions"), path = "exercise.rs")]
#[cfg_attr(feature = "solutions", path = "solution.rs")]
#[allow(
    unreachable_pub,
    unused_variables,
    reason = "the file is a library of one function, and a stub has yet to use its arguments"
)]
mod exercise;

use checks::{Exercise, LIMIT, Server, Tap, TestConnection, fail, note, step};
use exercise::serve;
use std::{
    io::{self, ErrorKind},
    sync::mpsc::{self, Receiver, Sender},
};

const THREAD_PER_CLIENT: Exercise = Exercise {
    name: "thread_per_client",
    read: "part 5, \"A thread per connection\" (book/src/5-many/threads.md)",
};

#[test]
fn the_second_client_is_served_while_the_first_waits() {
    THREAD_PER_CLIENT.check(
        "the second client is served, even while the first is connected and sends nothing.",
        "the loop that accepts clients also serves them, or waits for the thread that does. As long as it is busy \
         with one client, it accepts no other.",
        || {
            let server = Server::with(|clients| serve(clients, echo));
            let first = server.client();
            let second = server.client();
            is_served(second, "I came second\n");
            is_served(first, "and I first\n");
        },
    );
}

#[test]
fn each_client_is_served_as_soon_as_it_comes() {
    THREAD_PER_CLIENT.check(
        "each client is served as soon as it has connected, even if no other connects after it and none \
         disconnects.",
        "the loop waits for one more client before it handles the last one, or there is a fixed number of threads \
         that were started beforehand.",
        || {
            let server = Server::with(|clients| serve(clients, echo));
            let mut clients = Vec::new();
            for number in 1..=20 {
                let words = format!("I am number {number}\n");
                let mut client = server.client();
                client.send(&words).expect(&words);
                clients.push(client);
            }
            note("all twenty are connected; the last sends first");
            for client in clients.into_iter().rev() {
                is_served(client, "and now I leave\n");
            }
        },
    );
}

#[test]
fn hundreds_of_clients_are_handled_at_the_same_time() {
    THREAD_PER_CLIENT.check_within(
        2 * LIMIT,
        "600 clients connect and stay connected, and all are handled at the same time.",
        "a fixed number of threads. When all of them are busy, the next client has to wait until another \
         disconnects.",
        || {
            note("600 clients connect, and none of them disconnects");
            let (handled, calls) = mpsc::channel();
            let (mut held, mut clients) = (Vec::new(), Vec::new());
            for _ in 0..600 {
                let (leave, stay) = mpsc::channel();
                held.push(leave);
                clients.push(Ok(Held { handled: handled.clone(), stay }));
            }
            drop(handled);
            let code = TestConnection::with(move |_| serve(clients.into_iter(), hold));
            for number in 1..=600 {
                step(&format!(
                    "waiting for `handle` to be called with client {number} of 600, while the others stay,"
                ));
                if calls.recv().is_err() {
                    code.finish();
                    fail(format!("`handle` was called with {} of 600 clients", number - 1));
                }
            }
            drop(held);
            code.finish();
        },
    );
}

#[test]
fn an_accept_that_fails_ends_nothing() {
    THREAD_PER_CLIENT.check(
        "after an accept that failed, for whatever reason, the next client is served, beside those that are \
         connected already.",
        "an error is taken for the end of the clients, or only some kinds of errors are skipped. An error means \
         that one client could not be accepted. Perhaps the next one can.",
        || {
            let server = Server::with(|clients| serve(clients, echo));
            server.failed_accept(ErrorKind::ConnectionAborted);
            let before = server.client();
            for kind in UNUSUAL {
                server.failed_accept(kind);
            }
            let after = server.client();
            is_served(after, "I came after it\n");
            is_served(before, "I was here before\n");

            note("300 accepts fail in a row, and then a client connects");
            let failures = (0..300).map(|number| match number % 100 {
                0 => Err(io::Error::from_raw_os_error(NO_DESCRIPTOR)),
                _ => Err(RARE[number % RARE.len()].into()),
            });
            let (handled, calls) = mpsc::channel();
            let (_, stay) = mpsc::channel();
            let code = TestConnection::with(move |_| serve(failures.chain([Ok(Held { handled, stay })]), hold));
            step("waiting for `handle` to be called with the client that connected after 300 failed accepts");
            if calls.recv().is_err() {
                code.finish();
                fail("`handle` was not called with the client that connected after 300 failed accepts");
            }
            code.finish();
        },
    );
}

#[test]
fn it_returns_when_no_more_clients_come() {
    THREAD_PER_CLIENT.check(
        "when no more clients come, `serve` returns.",
        "a loop that does not end when `next` returns None, or that ends with a panic.",
        || {
            let server = Server::with(|clients| serve(clients, echo));
            is_served(server.client(), "I was the only one\n");
            server.failed_accept(ErrorKind::Interrupted);
            server.close();
            note("serve(no clients at all, handle)");
            step("waiting for your code to return");
            serve(std::iter::empty(), hold);
        },
    );
}

/// Ways in which accepting a client fails, of which most are rare.
const UNUSUAL: [ErrorKind; 9] = [
    ErrorKind::Interrupted,
    ErrorKind::ConnectionAborted,
    ErrorKind::ConnectionReset,
    ErrorKind::PermissionDenied,
    ErrorKind::WouldBlock,
    ErrorKind::TimedOut,
    ErrorKind::OutOfMemory,
    ErrorKind::InvalidInput,
    ErrorKind::Other,
];

/// Others, for a long row of them.
const RARE: [ErrorKind; 13] = [
    ErrorKind::Interrupted,
    ErrorKind::BrokenPipe,
    ErrorKind::NotConnected,
    ErrorKind::UnexpectedEof,
    ErrorKind::Unsupported,
    ErrorKind::InvalidData,
    ErrorKind::ConnectionRefused,
    ErrorKind::HostUnreachable,
    ErrorKind::NetworkUnreachable,
    ErrorKind::NetworkDown,
    ErrorKind::AddrInUse,
    ErrorKind::AddrNotAvailable,
    ErrorKind::ResourceBusy,
];

/// What the system says when the process has no descriptor left: `EMFILE`, or `WSAEMFILE`.
const NO_DESCRIPTOR: i32 = if cfg!(windows) { 10024 } else { 24 };

/// A client without a socket, of whom there can be more than a process has descriptors.
struct Held {
    handled: Sender<()>,
    stay: Receiver<()>,
}

/// Tells that the client is being handled, until it leaves.
#[expect(clippy::needless_pass_by_value, reason = "a handler owns its client")]
fn hold(held: Held) {
    // A check that has failed listens no more.
    let _ = held.handled.send(());
    // Nothing is ever sent: this ends with the check, however that ends.
    let _ = held.stay.recv();
}

/// A client says something, gets its echo, and leaves.
fn is_served(mut client: TestConnection, words: &str) {
    client.send(words).expect(words).half_close().expect_end();
}

/// Sends back what comes until the client has finished.
#[expect(clippy::needless_pass_by_value, reason = "a handler owns its client, and so ends the connection")]
fn echo(client: Tap) {
    // A client whose check has failed may be gone.
    let _ = io::copy(&mut client.socket(), &mut client.socket());
}
