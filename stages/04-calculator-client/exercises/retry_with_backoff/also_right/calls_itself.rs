//! Each attempt is a call, which knows its number and how long the next pause is.

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
    mut connect: impl FnMut() -> io::Result<TcpStream>,
    mut pause: impl FnMut(Duration),
) -> io::Result<String> {
    attempt(request, &mut connect, &mut pause, 1)
}

fn attempt(
    request: &Request<'_>,
    connect: &mut dyn FnMut() -> io::Result<TcpStream>,
    pause: &mut dyn FnMut(Duration),
    number: u32,
) -> io::Result<String> {
    let mut may_try_again = true;
    let outcome = connect().and_then(|connection| {
        may_try_again = request.idempotent;
        exchange(connection, request.line)
    });
    if outcome.is_ok() || !may_try_again || number >= MAX_ATTEMPTS {
        return outcome;
    }
    pause(Duration::from_millis((50_u64 << number).min(1000)));
    attempt(request, connect, pause, number + 1)
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
