//! Returns 0 where a read would have to wait, as if the client had finished.
//!
//! Rejected by: an_error_is_returned

use std::io::{self, ErrorKind, Read, Write};

/// Sends back what one read returns, and returns how many bytes that was.
pub fn echo_once(mut connection: impl Read + Write) -> io::Result<usize> {
    let mut buffer = [0; 1024];
    let count = match connection.read(&mut buffer) {
        Err(error) if error.kind() == ErrorKind::WouldBlock => return Ok(0),
        other => other?,
    };
    connection.write_all(&buffer[..count])?;
    Ok(count)
}
