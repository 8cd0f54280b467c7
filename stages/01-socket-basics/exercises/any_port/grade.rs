//! Let the system choose a port, and say which.

#[cfg_attr(not(feature = "solutions"), path = "exercise.rs")]
#[cfg_attr(feature = "solutions", path = "solution.rs")]
#[allow(
    unreachable_pub,
    unused_variables,
    reason = "the file is a library of one function, and a stub has yet to use its arguments"
)]
mod exercise;

use exercise::listen_on_any_port;
use std::{
    io::{self, BufWriter, ErrorKind, Write},
    net::{SocketAddr, TcpListener, TcpStream},
};
use testkit::grade::{Exercise, fail, note, same, step, value_of};

const ANY_PORT: Exercise =
    Exercise { name: "any_port", read: "part 1, \"A port finds the program\" (book/src/1-sockets/ports.md)" };

#[test]
fn the_line_names_the_port_that_was_chosen() {
    ANY_PORT.check(
        "one line says where the server listens, with the port that the system chose.",
        "announcing the address that was asked for, or another form of line. Whoever reads it is a program.",
        || {
            let (listener, line) = announced();
            let port = address_of(&listener).port();
            same("what was written to `out`", &line, &format!("listening on 127.0.0.1:{port}\n"));
        },
    );
}

#[test]
fn whoever_connects_to_the_announced_address_arrives() {
    ANY_PORT.check(
        "a client that connects to the announced address reaches the listener that was returned.",
        "port 0 is what you ask for, not what you get; or the line tells of another listener than the one \
         returned.",
        || {
            let (listener, line) = announced();
            let Some(announced) = line.trim_end().rsplit(' ').next().and_then(|word| word.parse().ok())
            else {
                fail(format!("no address ends the line {line:?}"))
            };
            step(&format!("waiting for the client of {announced}"));
            let client = client_of(announced);
            let returned = address_of(&listener);
            if client.peer_addr().ok() != Some(returned) {
                fail(format!("your line says {announced}, but the listener you returned is on {returned}"));
            }
            let own = client.local_addr().ok();
            listener.incoming().flatten().any(|arrived| arrived.peer_addr().ok() == own);
        },
    );
}

#[test]
fn two_servers_run_beside_each_other() {
    ANY_PORT.check(
        "a second server gets a port of its own while the first one runs.",
        "a fixed port: it can be had once only, and on some machines somebody else has it already.",
        || {
            let (first, _) = announced();
            let (second, _) = announced();
            if address_of(&first).port() == address_of(&second).port() {
                fail(format!("both servers listen on {}", address_of(&first)));
            }
        },
    );
}

#[test]
fn the_line_is_not_left_in_a_buffer() {
    ANY_PORT.check(
        "when the function returns, the line has left `out`.",
        "a writer with a buffer keeps what it takes until it is full, or told to pass it on.",
        || {
            note("listen_on_any_port(a writer with a buffer)");
            let mut out = BufWriter::new(Vec::new());
            let _listener = value_of("`listen_on_any_port`", listen_on_any_port(&mut out));
            if out.get_ref().is_empty() {
                fail(format!("{:?} is still in the buffer", String::from_utf8_lossy(out.buffer())));
            }
        },
    );
}

#[test]
fn a_line_that_cannot_be_written_is_an_error() {
    ANY_PORT.check(
        "if the line cannot be written, its error is returned.",
        "the result of writing is thrown away or unwrapped. Without the line nobody finds the server.",
        || {
            note("listen_on_any_port(a pipe whose reader has gone)");
            match listen_on_any_port(&mut Gone) {
                Ok(listener) => fail(format!(
                    "nobody got the line, and yet your code listens on {}",
                    address_of(&listener)
                )),
                Err(error) => same("the kind of the error", &error.kind(), &ErrorKind::BrokenPipe),
            }
        },
    );
}

/// The learner's server, and what it has announced.
fn announced() -> (TcpListener, String) {
    note("listen_on_any_port(out)");
    let mut out = Vec::new();
    let listener = value_of("`listen_on_any_port`", listen_on_any_port(&mut out));
    let line = String::from_utf8_lossy(&out).into_owned();
    note(format!("out: {}", line.escape_debug()));
    (listener, line)
}

fn client_of(address: SocketAddr) -> TcpStream {
    if address.port() == 0 {
        fail("your line announces port 0, to which nobody can connect");
    }
    TcpStream::connect(address)
        .unwrap_or_else(|error| fail(format!("a client could not connect to {address}: {error}")))
}

fn address_of(listener: &TcpListener) -> SocketAddr {
    value_of("`local_addr`", listener.local_addr())
}

/// A pipe whose reader has gone.
struct Gone;

impl Write for Gone {
    fn write(&mut self, _: &[u8]) -> io::Result<usize> {
        Err(ErrorKind::BrokenPipe.into())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}
