//! Reads again and again where a read would have to wait.
//!
//! Rejected by: an_error_is_returned

use std::io::{self, ErrorKind, Read, Write};

/// Sends back all that comes until the input ends, and returns how many bytes that was.
pub fn echo(mut connection: impl Read + Write) -> io::Result<u64> {
    let mut buffer = vec![0; 32 * 1024];
    let mut echoed = 0;
    loop {
        match connection.read(&mut buffer) {
            Ok(0) => return Ok(echoed),
            Ok(count) => {
                connection.write_all(&buffer[..count])?;
                echoed += count as u64;
            }
            Err(error) if error.kind() == ErrorKind::WouldBlock => {}
            Err(error) => return Err(error),
        }
    }
}
