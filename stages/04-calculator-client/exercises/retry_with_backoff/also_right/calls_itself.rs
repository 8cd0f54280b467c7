//! Each attempt is a call, which knows how many there were and how long the next pause is.

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
    mut dial: impl FnMut() -> io::Result<TcpStream>,
    mut pause: impl FnMut(Duration),
) -> io::Result<String> {
    attempt(request, &mut dial, &mut pause, 1)
}

fn attempt(
    request: &Request<'_>,
    dial: &mut dyn FnMut() -> io::Result<TcpStream>,
    pause: &mut dyn FnMut(Duration),
    number: u32,
) -> io::Result<String> {
    let mut may_try_again = true;
    let outcome = dial().and_then(|connection| {
        may_try_again = request.repeatable;
        exchange(connection, request.line)
    });
    if outcome.is_ok() || !may_try_again || number >= DIALS {
        return outcome;
    }
    pause(Duration::from_millis((50_u64 << number).min(1000)));
    attempt(request, dial, pause, number + 1)
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
