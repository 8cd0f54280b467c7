//! Sets the time-out once and leaves the rest to the standard library, which waits that long for each read.
//!
//! Rejected by: a_slow_client_times_out_at_the_deadline

use std::{
    io::{self, BufRead, BufReader, ErrorKind, Read},
    time::{Duration, Instant},
};

/// The next line, if all of it comes within the limit.
pub fn read_line(
    connection: impl Read,
    limit: Duration,
    _now: impl Fn() -> Instant,
    mut wait_at_most: impl FnMut(Duration) -> io::Result<()>,
) -> io::Result<Vec<u8>> {
    wait_at_most(limit)?;
    let mut line = Vec::new();
    match BufReader::new(connection).read_until(b'\n', &mut line) {
        Err(error) if error.kind() == ErrorKind::WouldBlock => return Err(ErrorKind::TimedOut.into()),
        outcome => outcome?,
    };
    if line.pop() == Some(b'\n') { Ok(line) } else { Err(ErrorKind::UnexpectedEof.into()) }
}
