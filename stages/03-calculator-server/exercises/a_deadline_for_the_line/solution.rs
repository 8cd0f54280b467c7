//! One deadline, set once; every read gets what is left of it.

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
    let deadline = now() + limit;
    let mut line = Vec::new();
    let mut buffer = [0; 1024];
    loop {
        let left = deadline.saturating_duration_since(now());
        if left.is_zero() {
            return Err(ErrorKind::TimedOut.into());
        }
        wait_at_most(left)?;
        match connection.read(&mut buffer) {
            Ok(0) => return Err(ErrorKind::UnexpectedEof.into()),
            Ok(count) => line.extend_from_slice(&buffer[..count]),
            Err(error) if error.kind() == ErrorKind::Interrupted => {}
            Err(error) if error.kind() == ErrorKind::WouldBlock => return Err(ErrorKind::TimedOut.into()),
            Err(error) => return Err(error),
        }
        if let Some(end) = line.iter().position(|&byte| byte == b'\n') {
            line.truncate(end);
            return Ok(line);
        }
    }
}
