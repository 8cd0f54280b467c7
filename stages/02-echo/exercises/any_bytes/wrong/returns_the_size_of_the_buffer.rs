//! Returns the size of the buffer.
//!
//! Rejected by: it_returns_how_many_bytes_there_were

use std::io::{self, Read, Write};

/// Sends back what one read returns, and returns how many bytes that was.
pub fn echo_once(mut connection: impl Read + Write) -> io::Result<usize> {
    let mut buffer = vec![0; 1024];
    let count = connection.read(&mut buffer)?;
    connection.write_all(&buffer[..count])?;
    Ok(buffer.len())
}
