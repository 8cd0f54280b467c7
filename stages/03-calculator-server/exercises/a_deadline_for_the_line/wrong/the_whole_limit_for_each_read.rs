//! Gives every read the whole limit, so that each byte buys the next ten seconds.
//!
//! Rejected by: a_slow_client_times_out_at_the_deadline

use std::{
    io::{self, ErrorKind, Read},
    time::{Duration, Instant},
};

/// The next line, if all of it comes within the limit.
pub fn read_line(
    mut connection: impl Read,
    limit: Duration,
    _now: impl Fn() -> Instant,
    mut wait_at_most: impl FnMut(Duration) -> io::Result<()>,
) -> io::Result<Vec<u8>> {
    let mut line = Vec::new();
    let mut buffer = [0; 1024];
    loop {
        wait_at_most(limit)?;
        match connection.read(&mut buffer) {
            Ok(0) => return Err(ErrorKind::UnexpectedEof.into()),
            Ok(count) => line.extend_from_slice(&buffer[..count]),
            Err(error) if error.kind() == ErrorKind::WouldBlock => return Err(ErrorKind::TimedOut.into()),
            Err(error) => return Err(error),
        }
        if let Some(end) = line.iter().position(|&byte| byte == b'\n') {
            line.truncate(end);
            return Ok(line);
        }
    }
}
