//! Makes a new error, and loses the original.
//!
//! Rejected by: an_error_is_returned

use std::io::{self, Read, Write};

/// Sends back what one read returns, and returns how many bytes that was.
pub fn echo_once(mut connection: impl Read + Write) -> io::Result<usize> {
    let mut buffer = [0; 1024];
    let count = connection.read(&mut buffer).map_err(|error| io::Error::new(error.kind(), "cannot read"))?;
    connection.write_all(&buffer[..count])?;
    Ok(count)
}
