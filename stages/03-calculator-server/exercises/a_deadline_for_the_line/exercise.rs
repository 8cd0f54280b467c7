//! # A deadline for the whole line
//!
//! A server that waits at most ten seconds for each read can be held forever: by a client that sends one byte every nine
//! seconds. A few hundred such clients are enough to keep everybody else out. The attack is called Slowloris, and one
//! computer is enough for it. The server has to limit all waits together, not each one.
//!
//! **Your task:** read one line, up to LF. All of it has to come within `limit`, counted from the call. Return all bytes
//! before the LF, however many they are. (What comes after the LF does not matter here.)
//!
//! - Before each read, call `wait_at_most` with the time that is left. It sets the timeout of the next read.
//! - If `wait_at_most` fails, read no more and return an error.
//! - Never call it with `Duration::ZERO`. Like [`TcpStream::set_read_timeout`](std::net::TcpStream::set_read_timeout), it
//!   does not accept that: there, zero would mean "no timeout". When no time is left, return the error below instead.
//! - When the time is up, fail with `ErrorKind::TimedOut`; if `limit` is zero, do so at once. A read that times out fails
//!   with `TimedOut` on Windows and with `WouldBlock` on Unix. Your caller gets `TimedOut` on both.
//! - When the input ends before the line does, fail with `ErrorKind::UnexpectedEof`.
//! - When the connection breaks, fail with the error that the read returned.
//!
//! You decide two cases. A line whose LF has come, but too late, may be returned or be `TimedOut`. After a read that
//! fails with `Interrupted`, you may read again, or return that error. `limit` is never so long that `now() + limit`
//! overflows.
//!
//! With a `TcpStream` it would be called like this:
//! `read_line(&stream, limit, Instant::now, |left| stream.set_read_timeout(Some(left)))`.
//! The checks use a clock of their own, so you do not have to wait.
//!
//! You will need:
//!
//! - [`Instant`](https://doc.rust-lang.org/std/time/struct.Instant.html) and [`Instant::saturating_duration_since`](https://doc.rust-lang.org/std/time/struct.Instant.html#method.saturating_duration_since)
//! - [`Duration::is_zero`](https://doc.rust-lang.org/std/time/struct.Duration.html#method.is_zero)
//! - [`Read::read`](https://doc.rust-lang.org/std/io/trait.Read.html#tymethod.read), which returns `Ok(0)` at the end of the input
//! - [`io::Error::kind`](https://doc.rust-lang.org/std/io/struct.Error.html#method.kind) and [`ErrorKind`](https://doc.rust-lang.org/std/io/enum.ErrorKind.html)
//! - closures as parameters: `now()` and `wait_at_most(left)?` are called like functions ([The Rust Book, chapter 13.1](https://doc.rust-lang.org/book/ch13-01-closures.html))
//!
//! Read: part 3, "Timeouts" (`book/src/3-protocol/timeouts.md`).
//!
//! Check it: `cargo test --test ex3_6_a_deadline_for_the_line`, or `cargo grade a_deadline_for_the_line`.

use std::{
    io::{self, Read},
    time::{Duration, Instant},
};

/// Reads one line, if all of it comes within the limit.
pub fn read_line(
    connection: impl Read,
    limit: Duration,
    now: impl Fn() -> Instant,
    wait_at_most: impl FnMut(Duration) -> io::Result<()>,
) -> io::Result<Vec<u8>> {
    todo!()
}
