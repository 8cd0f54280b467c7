//! # A deadline for the whole line
//!
//! A server that waits at most ten seconds for each read can be held for ever: by a client that sends one byte every nine.
//! A few hundred of those, and nobody else gets in; the attack is called Slowloris, and one laptop was enough to silence
//! large web servers. What has to be bounded is not one wait, but all of them together.
//!
//! **Your task:** read one line, up to LF, within `limit` of the call, and return it without its LF; all bytes before that
//! are the line. (What comes after it is of no interest here.) Before each read, call `wait_at_most` with the time that is
//! left: no read may wait longer. If it fails, read no more and return an error. `wait_at_most(Duration::ZERO)` is always
//! an error, as with [`TcpStream::set_read_timeout`](std::net::TcpStream::set_read_timeout): when nothing is left, do not
//! call it.
//! - When the time is up, also if `limit` was zero, fail with `ErrorKind::TimedOut`. A read that waited in vain fails with
//!   `TimedOut` on Windows and with `WouldBlock` on Unix; your caller should hear of `TimedOut` only.
//! - When the input ends before the line does, fail with `ErrorKind::UnexpectedEof`.
//! - When the connection breaks, fail with the error that the read gave.
//!
//! Two cases are left to you. A line of which the end has come, but too late, may be returned or be `TimedOut`. And `limit`
//! is never so long that `now() + limit` would overflow.
//!
//! With a `TcpStream` it would be called like this; a check brings a clock of its own, and nobody has to wait:
//! `read_line(&stream, limit, Instant::now, |left| stream.set_read_timeout(Some(left)))`
//!
//! Read: part 3, "Timeouts" (`book/src/3-protocol/timeouts.md`).
//!
//! Check it: `cargo test --test ex3_6_a_deadline_for_the_line`, or `cargo grade a_deadline_for_the_line`.

use std::{
    io::{self, Read},
    time::{Duration, Instant},
};

/// The next line, if all of it comes within the limit.
pub fn read_line(
    connection: impl Read,
    limit: Duration,
    now: impl Fn() -> Instant,
    wait_at_most: impl FnMut(Duration) -> io::Result<()>,
) -> io::Result<Vec<u8>> {
    todo!()
}
