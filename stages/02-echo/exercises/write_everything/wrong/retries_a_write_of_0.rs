//! Offers the rest again without end to a connection that takes nothing.
//!
//! Rejected by: a_write_that_takes_nothing_is_an_error

use std::io::{self, ErrorKind, Write};

/// Sends all of `bytes`, and reports to `progress` after each write how many of them were taken so far.
pub fn send_all(
    mut connection: impl Write,
    mut bytes: &[u8],
    mut progress: impl FnMut(usize),
) -> io::Result<()> {
    let all = bytes.len();
    while !bytes.is_empty() {
        match connection.write(bytes) {
            Ok(count) => bytes = &bytes[count..],
            Err(error) if error.kind() == ErrorKind::Interrupted => continue,
            Err(error) => return Err(error),
        }
        progress(all - bytes.len());
    }
    Ok(())
}
