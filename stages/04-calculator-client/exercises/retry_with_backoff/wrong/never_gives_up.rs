//! Dials for ever.
//!
//! Rejected by: after_eight_dials_it_gives_up_with_the_last_error

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
    let mut length = FIRST_PAUSE;
    loop {
        if let Ok(connection) = dial() {
            match exchange(connection, request.line) {
                Err(_) if request.repeatable => {}
                outcome => return outcome,
            }
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
