//! Pauses once more after the last attempt, although nothing follows.
//!
//! Rejected by: after_eight_attempts_it_gives_up_with_the_last_error

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
    let mut length = INITIAL_BACKOFF;
    let mut last = ErrorKind::Other.into();
    for _ in 0..MAX_ATTEMPTS {
        match connect() {
            Err(error) => last = error,
            Ok(connection) => match exchange(connection, request.line) {
                Err(error) if request.idempotent => last = error,
                outcome => return outcome,
            },
        }
        pause(length);
        length = (length * 2).min(MAX_BACKOFF);
    }
    Err(last)
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
