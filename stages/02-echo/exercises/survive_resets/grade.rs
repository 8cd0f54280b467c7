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
use std::{
    cell::Cell,
    io::{self, ErrorKind, Read, Write},
    iter, mem,
    rc::Rc,
};
use testkit::grade::{Exercise, LIMIT, Server, TapOptions, TestConnection, fail, note, same, same_bytes};

const SURVIVE_RESETS: Exercise = Exercise {
    name: "survive_resets",
    read: "part 2, \"Resets and dead peers\" (book/src/2-echo/resets.md)",
};

/// A client to which nothing bad happens gets all of its echo.
fn is_served(mut client: TestConnection) {
    client.send("still").expect("still").then_send(" there?").expect(" there?");
    client.half_close().expect_end();
}

#[test]
fn one_client_after_another_is_served() {
    SURVIVE_RESETS.check(
        "each client gets its echo until it finishes, and then its connection ends; when no more come, your code returns.",
        "leaving the loop with the first client, or keeping its connection: dropping it is what ends it.",
        || {
            let server = Server::with(serve);
            is_served(server.client());
            is_served(server.client());
            // One that has nothing to say.
            server.client().half_close().expect_end();
            for _ in 0..5 {
                is_served(server.client());
            }
            server.close();
        },
    );
}

#[test]
fn however_many_clients_come_all_are_served() {
    SURVIVE_RESETS.check(
        "each client is served, however many come: here 3,000, each when the one before has been left.",
        "a number of clients that you expect, or taking the next one before the connection of this one is dropped.",
        || {
            note(format!("{CLIENTS} clients come; each sends one byte and finishes"));
            let open = Rc::new(Cell::new(0));
            let echoed = Rc::new(Cell::new(0));
            let mut come = 0;
            serve(iter::from_fn(|| {
                if open.get() > 0 {
                    fail(format!("your code asks for the next client, and the connection of client {come} is still open"));
                }
                come += 1;
                (come <= CLIENTS).then(|| Ok(Brief::new(&open, &echoed)))
            }));
            same("how many clients got their byte back", &echoed.get(), &CLIENTS);
        },
    );
}

/// More than anybody would think of as a limit.
const CLIENTS: u32 = 3000;

/// A client that sends one byte, and has finished then.
struct Brief {
    sent: bool,
    open: Rc<Cell<u32>>,
    echoed: Rc<Cell<u32>>,
}

impl Brief {
    fn new(open: &Rc<Cell<u32>>, echoed: &Rc<Cell<u32>>) -> Self {
        open.update(|open| open + 1);
        Self { sent: false, open: Rc::clone(open), echoed: Rc::clone(echoed) }
    }
}

impl Read for Brief {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let sends = !mem::replace(&mut self.sent, true);
        Ok(buffer.iter_mut().take(usize::from(sends)).map(|byte| *byte = b'x').count())
    }
}

impl Write for Brief {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        same_bytes("what was sent back", bytes, b"x");
        self.echoed.update(|echoed| echoed + 1);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

impl Drop for Brief {
    fn drop(&mut self) {
        self.open.update(|open| open - 1);
    }
}

#[test]
fn when_no_client_comes_your_code_returns() {
    SURVIVE_RESETS.check(
        "when no more clients come, your code returns, also if none has come at all.",
        "taking the end of the iterator for a failure, or asking it again and again.",
        || Server::with(serve).close(),
    );
}

#[test]
fn all_of_it_is_sent_back() {
    SURVIVE_RESETS.check(
        "a client gets back all that it sends, as it comes, whatever bytes they are and however few of them a write takes.",
        "a single `write`, which may take less than it is offered, or a single read.",
        || {
            let server = Server::with(serve);
            let sent: Vec<u8> = (0..=255).cycle().take(4096).collect();
            let mut client = server.tapped_client(TapOptions { write_at_most: Some(300), ..TapOptions::default() });
            client.send("here").expect("here").then_send(&sent).expect(&sent).half_close().expect_end();
            let mut client = server.client();
            client.upload(&sent).expect(&sent).expect_end();
            server.close();
        },
    );
}

#[test]
fn an_interrupted_read_ends_nothing() {
    SURVIVE_RESETS.check(
        "a client does not notice that a read was interrupted.",
        "taking every error of a read for a broken connection. ErrorKind::Interrupted means that a signal came in before \
         anything was read; the connection is as good as before.",
        || {
            let server = Server::with(serve);
            is_served(server.tapped_client(TapOptions { interrupted: true, ..TapOptions::default() }));
            for interruptions in [3, 2000] {
                is_served(server.tapped_client(TapOptions { interruptions, ..TapOptions::default() }));
            }
            is_served(server.client());
            server.close();
        },
    );
}

#[test]
fn whatever_a_read_fails_with_the_next_client_is_served() {
    SURVIVE_RESETS.check(
        "a read that fails, with an error of any kind, ends this connection, and the next client is served.",
        "knowing some kinds of errors, and leaving the loop at all others, or reading on where nothing will ever come.",
        || {
            let server = Server::with(serve);
            for kind in [
                ErrorKind::ConnectionReset,
                ErrorKind::ConnectionAborted,
                ErrorKind::TimedOut,
                ErrorKind::WouldBlock,
                ErrorKind::UnexpectedEof,
                ErrorKind::PermissionDenied,
                ErrorKind::Other,
            ] {
                let broken = TapOptions { reads_fail: Some((5, kind)), ..TapOptions::default() };
                let mut client = server.tapped_client(broken);
                client.send("hello").expect("hello").expect_end();
                is_served(server.client());
            }
            server.close();
        },
    );
}

#[test]
fn a_client_that_resets_ends_only_its_own_connection() {
    SURVIVE_RESETS.check(
        "after a client has reset its connection, the next client is served.",
        "an error of a read that leaves the loop of clients: through `?`, by a return, or with a panic from unwrap. Let it \
         end the code for one client, and no more.",
        || {
            let server = Server::with(serve);
            let mut client = server.client();
            client.send("hello").expect("hello").until_asked_for_more();
            client.reset();
            is_served(server.client());
            // One that leaves before anything was said.
            server.client().reset();
            is_served(server.client());
            server.close();
        },
    );
}

#[test]
fn a_client_that_cannot_be_written_to_ends_only_its_own_connection() {
    SURVIVE_RESETS.check(
        "after an echo that could not be sent, the next client is served.",
        "an error of a write that leaves the loop of clients. Writing to a connection that the other end has given up \
         fails, and what goes for reading goes for writing.",
        || {
            let server = Server::with(serve);
            for kind in [
                ErrorKind::BrokenPipe,
                ErrorKind::ConnectionReset,
                ErrorKind::TimedOut,
                ErrorKind::WouldBlock,
                ErrorKind::WriteZero,
                ErrorKind::PermissionDenied,
                ErrorKind::Other,
            ] {
                let broken = TapOptions { writes_fail: Some(kind), ..TapOptions::default() };
                // A single byte, so that nothing is left unread when the connection ends.
                server.tapped_client(broken).send("h").expect_end();
                is_served(server.client());
            }
            server.close();
        },
    );
}

#[test]
fn an_accept_that_fails_ends_nothing() {
    // Whoever waits a while after a failure does well.
    SURVIVE_RESETS.check_within(
        4 * LIMIT,
        "after an accept that failed, the next client is served.",
        "taking an error for the end of the clients. It means that one could not be accepted: perhaps it gave up while it \
         waited. The iterator says when no more come.",
        || {
            let server = Server::with(serve);
            for kind in [
                ErrorKind::ConnectionAborted,
                ErrorKind::Interrupted,
                ErrorKind::WouldBlock,
                ErrorKind::PermissionDenied,
                ErrorKind::OutOfMemory,
                ErrorKind::Other,
            ] {
                server.failed_accept(kind);
            }
            is_served(server.client());
            server.failed_accept(ErrorKind::ConnectionReset);
            // On Unix, too many open files: a kind that has no name.
            server.failed_accept(io::Error::from_raw_os_error(24));
            is_served(server.client());
            server.close();
        },
    );
}
