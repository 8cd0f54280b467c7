//! Tries again what was refused or timed out, and takes every other failure of a dial for final.
//!
//! Rejected by: a_failed_dial_is_tried_again_whatever_the_request

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
    let mut dials = 0;
    let mut length = FIRST_PAUSE;
    loop {
        dials += 1;
        let error = match dial() {
            Err(error) if matches!(error.kind(), ErrorKind::ConnectionRefused | ErrorKind::TimedOut) => error,
            Err(error) => return Err(error),
            Ok(connection) => match exchange(connection, request.line) {
                Err(error) if request.repeatable => error,
                outcome => return outcome,
            },
        };
        if dials == DIALS {
            return Err(error);
        }
        pause(length);
        length = (length * 2).min(LONGEST_PAUSE);
    }
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
