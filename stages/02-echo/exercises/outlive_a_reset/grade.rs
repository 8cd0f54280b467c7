//! Outlive a reset.

#[cfg_attr(not(feature = "solutions"), path = "exercise.rs")]
#[cfg_attr(feature = "solutions", path = "solution.rs")]
#[allow(
    unreachable_pub,
    unused_variables,
    reason = "the file is a library of one function, and a stub has yet to use its arguments"
)]
mod exercise;

use exercise::serve;
use std::io::ErrorKind;
use testkit::grade::{Exercise, Server, Talk, TapOptions};

const OUTLIVE_A_RESET: Exercise =
    Exercise { name: "outlive_a_reset", read: "part 2, \"The other ends\" (book/src/2-echo/other-ends.md)" };

/// A client to which nothing bad happens gets all of its echo.
fn is_served(mut client: Talk) {
    client.send("still").expect("still").then_send(" there?").expect(" there?");
    client.half_close().expect_end();
}

#[test]
fn one_client_after_another_is_served() {
    OUTLIVE_A_RESET.check(
        "each client gets its echo until it finishes, and then its connection ends; when no more come, your code returns.",
        "leaving the loop with the first client, or keeping its connection: dropping it is what ends it.",
        || {
            let server = Server::with(serve);
            is_served(server.client());
            is_served(server.client());
            server.close();
        },
    );
}

#[test]
fn an_interrupted_read_ends_nothing() {
    OUTLIVE_A_RESET.check(
        "a client does not notice that a read was interrupted.",
        "taking every error of a read for a broken connection. ErrorKind::Interrupted means that a signal came in before \
         anything was read; the connection is as good as before.",
        || {
            let server = Server::with(serve);
            is_served(server.tapped_client(TapOptions { interrupted: true, ..TapOptions::default() }));
        },
    );
}

#[test]
fn a_client_that_resets_ends_only_its_own_connection() {
    OUTLIVE_A_RESET.check(
        "after a client has reset its connection, the next client is served.",
        "an error of a read that leaves the loop of clients: through `?`, by a return, or with a panic from unwrap. Let it \
         end the code for one client, and no more.",
        || {
            let server = Server::with(serve);
            let mut client = server.client();
            client.send("hello").expect("hello").until_asked_for_more();
            client.reset();
            is_served(server.client());
        },
    );
}

#[test]
fn a_client_that_cannot_be_written_to_ends_only_its_own_connection() {
    OUTLIVE_A_RESET.check(
        "after an echo that could not be sent, the next client is served.",
        "an error of a write that leaves the loop of clients. Writing to a connection that the other end has given up \
         fails, and what goes for reading goes for writing.",
        || {
            let server = Server::with(serve);
            let broken = TapOptions { writes_fail: Some(ErrorKind::BrokenPipe), ..TapOptions::default() };
            server.tapped_client(broken).send("hello");
            is_served(server.client());
        },
    );
}

#[test]
fn an_accept_that_fails_ends_nothing() {
    OUTLIVE_A_RESET.check(
        "after an accept that failed, the next client is served.",
        "taking an error for the end of the clients. It means that one could not be accepted: perhaps it gave up while it \
         waited. The iterator says when no more come.",
        || {
            let server = Server::with(serve);
            server.failed_accept(ErrorKind::ConnectionAborted);
            server.failed_accept(ErrorKind::Interrupted);
            is_served(server.client());
        },
    );
}
