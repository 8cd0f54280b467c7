//! # Try again, where that is right
//!
//! A server restarts, and for a second nobody answers: a client that tries again is never noticed. But a thousand
//! clients that try again at once, and again, and again, are an attack. And a client that sends `pay 100` again,
//! because the reply to the first did not come, pays 200. Every payment service has met this customer.
//!
//! **Your task:** ask for a reply, and try again where that does no harm. A dial that failed has done nothing: dial
//! again. Once `dial` has given a connection, the server may have done what you asked for, even if no reply comes:
//! ask again (on a new connection) only what is `repeatable`; otherwise return the error. Before each dial but the
//! first, `pause`: 100 ms, then each time twice as long, but never longer than 1 s. After eight dials without a reply
//! return the last error, without another pause. Whatever a reply says, also `error: …`, it is the reply.
//!
//! `exchange`, below, is done: one request and one reply over a connection.
//!
//! Read: part 4, "Retries and backoff" (`book/src/4-client/retries.md`).
//!
//! Check it: `cargo test --test ex4_5_retry_with_backoff`, or `cargo grade retry_with_backoff`.

use std::{
    io::{self, BufRead as _, BufReader, ErrorKind, Write as _},
    net::TcpStream,
    time::Duration,
};

/// How often to dial before giving up.
pub const DIALS: u32 = 8;

/// How long to pause after the first failure.
pub const FIRST_PAUSE: Duration = Duration::from_millis(100);

/// How long to pause at most.
pub const LONGEST_PAUSE: Duration = Duration::from_secs(1);

/// What to ask for.
pub struct Request<'a> {
    /// The line to send, without its end.
    pub line: &'a str,
    /// Whether it does no harm if the server does it twice.
    pub repeatable: bool,
}

/// Asks, if need be again, and gives the reply. `dial` connects to the server; `pause` waits.
pub fn ask(
    request: &Request<'_>,
    dial: impl FnMut() -> io::Result<TcpStream>,
    pause: impl FnMut(Duration),
) -> io::Result<String> {
    todo!()
}

/// Sends a line over a new connection, and takes the reply. An error does not say whether the server has done it.
fn exchange(mut connection: TcpStream, line: &str) -> io::Result<String> {
    connection.write_all(format!("{line}\n").as_bytes())?;
    let mut reply = String::new();
    BufReader::new(connection).read_line(&mut reply)?;
    match reply.pop() {
        Some('\n') => Ok(reply),
        _ => Err(ErrorKind::UnexpectedEof.into()),
    }
}
