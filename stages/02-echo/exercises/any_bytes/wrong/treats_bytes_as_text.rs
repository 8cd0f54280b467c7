//! Makes a string of the bytes, which replaces bytes that are not UTF-8.
//!
//! Rejected by: all_256_bytes_come_back

use std::io::{self, Read, Write};

/// Sends back what one read returns, and returns how many bytes that was.
pub fn echo_once(mut connection: impl Read + Write) -> io::Result<usize> {
    let mut buffer = [0; 1024];
    let count = connection.read(&mut buffer)?;
    let text = String::from_utf8_lossy(&buffer[..count]);
    connection.write_all(text.as_bytes())?;
    Ok(count)
}
