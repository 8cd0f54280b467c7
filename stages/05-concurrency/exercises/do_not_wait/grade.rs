//! Do not let one client wait for another.

#[cfg_attr(not(feature = "solutions"), path = "exercise.rs")]
#[cfg_attr(feature = "solutions", path = "solution.rs")]
#[allow(
    unreachable_pub,
    unused_variables,
    reason = "the file is a library of one function, and a stub has yet to use its arguments"
)]
mod exercise;

use exercise::serve;
use std::io::{self, ErrorKind};
use testkit::grade::{Exercise, Server, Talk, Tap, note};

const DO_NOT_WAIT: Exercise =
    Exercise { name: "do_not_wait", read: "part 5, \"A thread each\" (book/src/5-many/threads.md)" };

#[test]
fn the_second_client_is_served_while_the_first_waits() {
    DO_NOT_WAIT.check(
        "whoever comes second is served, also while the first is still thinking what to say.",
        "the loop that takes clients in also talks with them, or waits for the thread that does. As long as it is \
         busy with one, nobody is at the door.",
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
fn fifty_clients_are_served_in_any_order() {
    DO_NOT_WAIT.check(
        "of fifty clients that are there at the same time, each is served when it speaks.",
        "a fixed number of threads. Who comes after they are all taken has to wait until somebody leaves.",
        || {
            let server = Server::with(|clients| serve(clients, echo));
            let clients: Vec<_> = (0..50).map(|_| server.client()).collect();
            note("all fifty are here; the last speaks first");
            for (number, client) in clients.into_iter().enumerate().rev() {
                is_served(client, &format!("I am number {}\n", number + 1));
            }
        },
    );
}

#[test]
fn an_accept_that_fails_ends_nothing() {
    DO_NOT_WAIT.check(
        "after an accept that failed, the next client is served, beside those who are there already.",
        "taking an error for the end of the clients. It means that one could not be accepted: perhaps it gave up \
         while it waited.",
        || {
            let server = Server::with(|clients| serve(clients, echo));
            let before = server.client();
            server.failed_accept(ErrorKind::ConnectionAborted);
            let after = server.client();
            is_served(after, "I came after it\n");
            is_served(before, "I was here before\n");
        },
    );
}

/// A client says something, gets its echo, and leaves.
fn is_served(mut client: Talk, words: &str) {
    client.send(words).expect(words).half_close().expect_end();
}

/// Sends back what comes until the client has finished.
#[expect(clippy::needless_pass_by_value, reason = "a handler owns its client, and so ends the connection")]
fn echo(client: Tap) {
    // A client whose check has failed may be gone.
    let _ = io::copy(&mut client.socket(), &mut client.socket());
}
