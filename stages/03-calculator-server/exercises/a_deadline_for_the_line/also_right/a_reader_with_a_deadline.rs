//! A reader of its own sets the time before each read, so that the standard library can look for the end of the line.

use std::{
    io::{self, BufRead, BufReader, ErrorKind, Read},
    time::{Duration, Instant},
};

struct UntilDeadline<C, N, W> {
    connection: C,
    deadline: Instant,
    now: N,
    wait_at_most: W,
}

impl<C, N, W> Read for UntilDeadline<C, N, W>
where
    C: Read,
    N: Fn() -> Instant,
    W: FnMut(Duration) -> io::Result<()>,
{
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let left = self.deadline.saturating_duration_since((self.now)());
        if left == Duration::ZERO {
            return Err(ErrorKind::TimedOut.into());
        }
        (self.wait_at_most)(left)?;
        self.connection.read(buffer).map_err(|error| match error.kind() {
            ErrorKind::WouldBlock => ErrorKind::TimedOut.into(),
            _ => error,
        })
    }
}

/// The next line, if all of it comes within the limit.
pub fn read_line(
    connection: impl Read,
    limit: Duration,
    now: impl Fn() -> Instant,
    wait_at_most: impl FnMut(Duration) -> io::Result<()>,
) -> io::Result<Vec<u8>> {
    let deadline = now() + limit;
    let mut reader = BufReader::new(UntilDeadline { connection, deadline, now, wait_at_most });
    let mut line = Vec::new();
    reader.read_until(b'\n', &mut line)?;
    match line.pop() {
        Some(b'\n') => Ok(line),
        _ => Err(ErrorKind::UnexpectedEof.into()),
    }
}
