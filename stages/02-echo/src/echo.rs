//! Echoing: every byte that arrives is sent back, until the end of the stream.

use std::io::{self, ErrorKind, Read, Write};

/// How many bytes one read may return, and so the most that one client can make the server hold.
pub const BUFFER_SIZE: usize = 8 * 1024;

/// Sends every byte back as it arrives, until the end of the stream, and returns how many there were.
///
/// A client that half-closes still gets all of its bytes: our direction stays open until the connection is
/// dropped.
///
/// # Errors
///
/// When the connection breaks, or its timeout for reading or writing passes.
pub fn echo(mut connection: impl Read + Write) -> io::Result<u64> {
    let mut buffer = [0; BUFFER_SIZE];
    let mut echoed = 0;
    loop {
        match connection.read(&mut buffer) {
            Ok(0) => return Ok(echoed),
            Ok(count) => {
                // write may take only a part; write_all calls it again until everything is taken.
                connection.write_all(&buffer[..count])?;
                echoed += count as u64;
            }
            // A signal arrived while read was waiting. The connection still works.
            Err(error) if error.kind() == ErrorKind::Interrupted => {}
            Err(error) => return Err(error),
        }
    }
}
