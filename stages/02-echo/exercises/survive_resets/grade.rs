//! Survive resets.

#[cfg_attr(not(feature = "solutions"), path = "exercise.rs")]
#[cfg_attr(feature = "solutions", path = "solution.rs")]
#[allow(
    unreachable_pub,
    unused_variables,
    reason = "the file is a library of one function, and a stub has yet to use its arguments"
)]
mod exercise;

use checks::{Exercise, LIMIT, Server, TapOptions, TestConnection, fail, note, same, same_bytes};
use exercise::serve;
use std::{
    cell::Cell,
    io::{self, ErrorKind, Read, Write},
    iter, mem,
    rc::Rc,
};

const SURVIVE_RESETS: Exercise = Exercise {
    name: "survive_resets",
    read: "part 2, \"Errors end a connection, never the server\" (book/src/2-echo/client-errors.md)",
};

/// A client whose connection does not fail gets all of its echo.
fn is_served(mut client: TestConnection) {
    client.send("still").expect("still").then_send(" there?").expect(" there?");
    client.half_close().expect_end();
}

#[test]
fn one_client_after_another_is_served() {
    SURVIVE_RESETS.check(
        "each client gets its echo until it finishes, and then its connection ends; when no more clients come, your code returns.",
        "the code leaves the loop after the first client, or keeps the connection. Dropping a connection closes it.",
        || {
            let server = Server::with(serve);
            is_served(server.client());
            is_served(server.client());
            // A client that sends nothing.
            server.client().half_close().expect_end();
            for _ in 0..5 {
                is_served(server.client());
            }
            server.close();
        },
    );
}

#[test]
fn any_number_of_clients_is_served() {
    SURVIVE_RESETS.check(
        "any number of clients is served, here 3,000, and each connection is dropped before the next client is accepted.",
        "a fixed number of clients, or a connection that is still open when the next client is accepted.",
        || {
            note(format!("{CLIENTS} clients connect; each sends one byte and finishes"));
            let open = Rc::new(Cell::new(0));
            let echoed = Rc::new(Cell::new(0));
            let mut accepted = 0;
            serve(iter::from_fn(|| {
                if open.get() > 0 {
                    fail(format!("your code accepts the next client while the connection of client {accepted} is still open"));
                }
                accepted += 1;
                (accepted <= CLIENTS).then(|| Ok(Brief::new(&open, &echoed)))
            }));
            same("the number of clients that got their byte back", &echoed.get(), &CLIENTS);
        },
    );
}

/// More than anybody would choose as a limit.
const CLIENTS: u32 = 3000;

/// A client that sends one byte and then finishes.
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
fn without_another_client_your_code_returns() {
    SURVIVE_RESETS.check(
        "when no more clients come, your code returns, even if there was none at all.",
        "the code treats the end of the iterator as a failure, or calls `next` again and again.",
        || Server::with(serve).close(),
    );
}

#[test]
fn all_of_it_is_sent_back() {
    SURVIVE_RESETS.check(
        "a client gets back everything it sends, as it arrives: any bytes, however few of them a write takes.",
        "a single `write`, which may take fewer bytes than it is offered, or a single `read`.",
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
        "an interrupted read is called again, and the client notices nothing.",
        "every error of a read is treated as a broken connection. ErrorKind::Interrupted means that a signal arrived before \
         anything was read. The connection still works.",
        || {
            let server = Server::with(serve);
            is_served(server.tapped_client(TapOptions { interruptions: 1, ..TapOptions::default() }));
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
        "a failed read, whatever the kind of its error, ends this connection, and the next client is served.",
        "the code handles some kinds of errors and leaves the loop at all others, or it reads on from a broken connection.",
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
        "an error of a read leaves the loop over the clients: through `?`, a `return` or a panic from `unwrap`. Let it end the \
         code for one client only.",
        || {
            let server = Server::with(serve);
            let mut client = server.client();
            client.send("hello").expect("hello").until_asked_for_more();
            client.reset();
            is_served(server.client());
            // A client that resets before it has sent anything.
            server.client().reset();
            is_served(server.client());
            server.close();
        },
    );
}

#[test]
fn a_client_that_cannot_be_written_to_ends_only_its_own_connection() {
    SURVIVE_RESETS.check(
        "after a failed write the next client is served.",
        "an error of a write leaves the loop over the clients. A write to a connection that the peer has closed can fail, so \
         handle it as you handle a failed read.",
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
    // Code that waits a while after a failure is right, too.
    SURVIVE_RESETS.check_within(
        4 * LIMIT,
        "after a failed accept the next client is served.",
        "an error is treated as the end of the clients. It means that one client could not be accepted: perhaps it gave up \
         while it waited. When no more clients come, the iterator returns `None`.",
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
