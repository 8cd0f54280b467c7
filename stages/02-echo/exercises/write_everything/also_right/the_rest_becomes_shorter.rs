//! Keeps the rest as a slice that becomes shorter, and counts back from the whole.

use std::io::{self, ErrorKind, Write};

/// Sends all of `bytes`, and reports to `progress` after each write how many of them were taken so far.
pub fn send_all(mut connection: impl Write, bytes: &[u8], mut progress: impl FnMut(usize)) -> io::Result<()> {
    let mut rest = bytes;
    while !rest.is_empty() {
        let taken = match connection.write(rest) {
            Ok(taken) => taken,
            Err(error) if error.kind() == ErrorKind::Interrupted => continue,
            Err(error) => return Err(error),
        };
        if taken == 0 {
            return Err(io::Error::new(ErrorKind::WriteZero, "the connection takes nothing any more"));
        }
        rest = &rest[taken..];
        progress(bytes.len() - rest.len());
    }
    Ok(())
}
