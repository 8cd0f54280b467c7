//! Keeps when it began instead of a deadline, reads a byte at a time, and tries again after a read that timed out, until no time is left.

use std::{
    io::{self, ErrorKind, Read},
    time::{Duration, Instant},
};

/// The next line, if all of it comes within the limit.
pub fn read_line(
    mut connection: impl Read,
    limit: Duration,
    now: impl Fn() -> Instant,
    mut wait_at_most: impl FnMut(Duration) -> io::Result<()>,
) -> io::Result<Vec<u8>> {
    let start = now();
    let mut line = Vec::new();
    let mut byte = [0];
    while let Some(left) = limit.checked_sub(now() - start).filter(|left| *left > Duration::ZERO) {
        wait_at_most(left)?;
        match connection.read(&mut byte) {
            Ok(0) => return Err(ErrorKind::UnexpectedEof.into()),
            Ok(_) if byte == [b'\n'] => return Ok(line),
            Ok(_) => line.extend(byte),
            Err(error) => match error.kind() {
                ErrorKind::WouldBlock | ErrorKind::TimedOut | ErrorKind::Interrupted => {}
                _ => return Err(error),
            },
        }
    }
    Err(ErrorKind::TimedOut.into())
}
