//! Writes once, and ignores how much was taken.
//!
//! Rejected by: all_is_sent_back_however_few_bytes_a_write_takes

use std::io::{self, Read, Write};

/// Sends back what one read returns, and returns how many bytes that was.
pub fn echo_once(mut connection: impl Read + Write) -> io::Result<usize> {
    let mut buffer = [0; 1024];
    let count = connection.read(&mut buffer)?;
    let _ = connection.write(&buffer[..count])?;
    Ok(count)
}
