//! Treats a zero byte as the end, as C does with its strings.
//!
//! Rejected by: a_zero_byte_is_a_byte_like_any_other

use std::io::{self, Read, Write};

/// Sends back what one read returns, and returns how many bytes that was.
pub fn echo_once(mut connection: impl Read + Write) -> io::Result<usize> {
    let mut buffer = [0; 1024];
    connection.read(&mut buffer)?;
    let count = buffer.iter().position(|byte| *byte == 0).unwrap_or(buffer.len());
    connection.write_all(&buffer[..count])?;
    Ok(count)
}
