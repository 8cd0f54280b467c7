//! Counts bytes that could not be sent as sent.
//!
//! Rejected by: an_error_is_returned

use std::io::{self, Read, Write};

/// Sends back what one read returns, and returns how many bytes that was.
pub fn echo_once(mut connection: impl Read + Write) -> io::Result<usize> {
    let mut buffer = [0; 1024];
    let count = connection.read(&mut buffer)?;
    let _ = connection.write_all(&buffer[..count]);
    Ok(count)
}
