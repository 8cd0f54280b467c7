//! An error that allows another attempt leads to a pause; everything else leaves the loop.

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
    let mut attempts = 0;
    let mut length = INITIAL_BACKOFF;
    loop {
        attempts += 1;
        let error = match connect() {
            Err(error) => error,
            Ok(connection) => match exchange(connection, request.line) {
                Err(error) if request.idempotent => error,
                outcome => return outcome,
            },
        };
        if attempts == MAX_ATTEMPTS {
            return Err(error);
        }
        pause(length);
        length = (length * 2).min(MAX_BACKOFF);
    }
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
