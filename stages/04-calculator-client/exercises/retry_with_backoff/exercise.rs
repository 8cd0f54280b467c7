//! # Retry with backoff
//!
//! A server restarts, and for a second it accepts no connections. A client that tries again hides that from its user. But
//! a thousand clients that try again immediately, over and over, keep the server from recovering. And a client that sends
//! `pay 100` again because the first reply did not arrive pays 200.
//!
//! **Your task:** send a request, and try again where that does no harm.
//!
//! - A failed `connect` has done nothing on the server: connect again.
//! - Once `connect` has given a connection, the server may have carried out the request, even if no reply arrives. Send
//!   the request again (on a new connection) only if it is `idempotent`: doing it twice has the same effect as doing it
//!   once. Otherwise return the error.
//! - Before each attempt except the first, call `pause`: with 100 ms, then each time twice as long, but never longer than 1 s.
//! - After eight attempts without a reply return the last error, without another pause.
//! - Whatever a reply says, `error: …` or `busy: …` too, it is the reply: return it.
//!
//! `exchange`, below, is written already: it sends one request over a connection and reads its reply.
//!
//! You will need: [`loop`](https://doc.rust-lang.org/std/keyword.loop.html) and [`match`](https://doc.rust-lang.org/std/keyword.match.html),
//! [`Duration`](https://doc.rust-lang.org/std/time/struct.Duration.html), which can be multiplied by 2,
//! [`Ord::min`](https://doc.rust-lang.org/std/cmp/trait.Ord.html#method.min), and closures as parameters ([`FnMut`](https://doc.rust-lang.org/std/ops/trait.FnMut.html)).
//!
//! Read: part 4, "Retries and backoff" (`book/src/4-client/retries.md`).
//!
//! Check it: `cargo test --test ex4_5_retry_with_backoff`, or `cargo grade retry_with_backoff`.

use std::{
    io::{self, BufRead as _, BufReader, ErrorKind, Write as _},
    net::TcpStream,
    time::Duration,
};

/// How many times to try before giving up.
pub const MAX_ATTEMPTS: u32 = 8;

/// The pause after the first failure.
pub const INITIAL_BACKOFF: Duration = Duration::from_millis(100);

/// The longest pause.
pub const MAX_BACKOFF: Duration = Duration::from_secs(1);

/// A request.
pub struct Request<'a> {
    /// The line to send, without its end.
    pub line: &'a str,
    /// Whether doing it twice has the same effect as doing it once.
    pub idempotent: bool,
}

/// Sends the request, again if necessary, and returns the reply. `connect` connects to the server; `pause` waits.
pub fn ask(
    request: &Request<'_>,
    connect: impl FnMut() -> io::Result<TcpStream>,
    pause: impl FnMut(Duration),
) -> io::Result<String> {
    todo!()
}

/// Sends a line and reads its reply. An error does not say whether the server has carried out the request.
fn exchange(mut connection: TcpStream, line: &str) -> io::Result<String> {
    connection.write_all(format!("{line}\n").as_bytes())?;
    let mut reply = String::new();
    BufReader::new(connection).read_line(&mut reply)?;
    match reply.pop() {
        Some('\n') => Ok(reply),
        _ => Err(ErrorKind::UnexpectedEof.into()),
    }
}
