//! Sending back whatever comes, until the other end has said all it has to say.

use std::io::{self, ErrorKind, Read, Write};

/// How many bytes are read at once, and so the most that one client can make the server hold.
pub const BUFFER: usize = 8 * 1024;

/// Sends every byte back as it comes, to the end of the input, and returns how many there were.
///
/// A client that has ended its sending half still gets all of its bytes: the end of input is read here, and only
/// dropping the connection ends our half.
///
/// # Errors
///
/// When the connection breaks, or its deadline for reading or writing passes.
pub fn echo(mut connection: impl Read + Write) -> io::Result<u64> {
    let mut buffer = [0; BUFFER];
    let mut echoed = 0;
    loop {
        match connection.read(&mut buffer) {
            Ok(0) => return Ok(echoed),
            Ok(count) => {
                // write may take less than it is offered; write_all asks again until all of it is gone.
                connection.write_all(&buffer[..count])?;
                echoed += count as u64;
            }
            // A signal came in while we waited. The connection is as good as before.
            Err(error) if error.kind() == ErrorKind::Interrupted => {}
            Err(error) => return Err(error),
        }
    }
}
