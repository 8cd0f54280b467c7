//! Leave well.

#[cfg_attr(not(feature = "solutions"), path = "exercise.rs")]
#[cfg_attr(feature = "solutions", path = "solution.rs")]
#[allow(
    unreachable_pub,
    unused_variables,
    reason = "the file is a library of one type, and a stub has yet to use its arguments"
)]
mod exercise;

use exercise::Server;
use std::{
    io::{self, BufReader},
    sync::{Arc, mpsc},
};
use testkit::grade::{Exercise, Talk, fail, note, step};

const LEAVE_WELL: Exercise =
    Exercise { name: "leave_well", read: "part 5, \"Leaving well\" (book/src/5-many/leaving.md)" };

#[test]
fn a_client_that_leaves_is_let_go_at_once() {
    LEAVE_WELL.check(
        "when a client has finished, its connection is closed, although the server goes on.",
        "a second handle of the socket, in a list for `stop`, keeps the connection open after `converse` has \
         dropped the first. Strike out who leaves, or keep what does not hold the socket.",
        || {
            let server = server();
            let mut client = comes(&server, doubled);
            client.send("one\n").expect("one one\n").then_send("two\n").expect("two two\n");
            client.half_close().expect_end();
            returns(client);
        },
    );
}

#[test]
fn a_client_that_is_silent_does_not_hold_the_end() {
    LEAVE_WELL.check(
        "when the server is stopped, a conversation that waits for its client ends at once.",
        "a flag alone, which nobody looks at who waits in `read`. Dropping another handle of the socket wakes \
         nobody either. `stop` has to do something to the connection itself.",
        || {
            let server = server();
            let (mut talked, mut silent) = (comes(&server, doubled), comes(&server, doubled));
            talked.send("one\n").expect("one one\n").until_asked_for_more();
            silent.until_asked_for_more();
            stop(server);
            talked.expect_end();
            silent.expect_end();
            returns(talked);
            returns(silent);
        },
    );
}

#[test]
fn a_line_that_is_being_answered_is_answered() {
    LEAVE_WELL.check(
        "when the server is stopped, a line that is being answered gets all of its answer, and then the end.",
        "ending both directions of the connection, where only the input has to end: `Shutdown` has a value for each \
         half. Or `stop` waits for those who are here.",
        || {
            let server = server();
            let (begun, begins) = mpsc::channel();
            let (go_on, wait) = mpsc::channel::<()>();
            let mut client = comes(&server, move |line| {
                let _ = begun.send(());
                // Nothing is ever sent: this ends with the check, however that ends.
                let _ = wait.recv();
                doubled(line)
            });
            client.send("work\n");
            step("waiting for your code to call `answer`");
            if begins.recv().is_err() {
                fail("your code did not call `answer`");
            }
            note("your code has called `answer`, which takes its time");
            stop(server);
            note("`answer` returns");
            drop(go_on);
            client.expect("work work\n").expect_end();
            returns(client);
        },
    );
}

#[test]
fn half_a_line_is_not_answered() {
    LEAVE_WELL.check(
        "when the server is stopped in the middle of a client's line, what has come of it is not answered.",
        "the end of the input, which `stop` makes, is taken for the end of the line. Look whether the line feed is \
         there.",
        || {
            let server = server();
            let mut client = comes(&server, doubled);
            client.send("one\npay 10").expect("one one\n").until_asked_for_more();
            note("the client is in the middle of its second line, and will not come to its end");
            stop(server);
            client.half_close().expect_end();
            returns(client);
        },
    );
}

#[test]
fn whoever_comes_too_late_is_not_kept() {
    LEAVE_WELL.check(
        "a conversation that begins after the stop ends at once, without an answer.",
        "`stop` ends those who are here and leaves no word for those who come: there is always one who was accepted \
         a moment before.",
        || {
            let server = server();
            stop(Arc::clone(&server));
            let mut late = comes(&server, doubled);
            drop(server);
            late.expect_end();
            returns(late);
        },
    );
}

fn server() -> Arc<Server> {
    Arc::new(Server::new())
}

/// A client comes, and gets a thread on which it is conversed with.
fn comes(server: &Arc<Server>, answer: impl Fn(&str) -> String + Send + 'static) -> Talk<io::Result<()>> {
    note("a client comes");
    let server = Arc::clone(server);
    Talk::with(move |tap| {
        let socket = tap.socket().try_clone()?;
        server.converse(BufReader::new(tap), socket, answer)
    })
}

fn doubled(line: &str) -> String {
    format!("{line} {line}")
}

/// Stops the server, and lets go of it, as a program that ends does.
fn stop(server: Arc<Server>) {
    note("stop()");
    step("waiting for `stop` to return");
    server.stop();
    drop(server);
}

/// The conversation is over, and its thread is free. It may call its end an error.
fn returns(client: Talk<io::Result<()>>) {
    let _ = client.finish();
}
