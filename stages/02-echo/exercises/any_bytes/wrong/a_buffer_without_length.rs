//! Has a buffer with a capacity of 1,024 bytes and a length of 0.
//!
//! Rejected by: all_256_bytes_come_back

use std::io::{self, Read, Write};

/// Sends back what has come, and returns how many bytes that was.
pub fn echo_once(connection: &mut (impl Read + Write)) -> io::Result<usize> {
    let mut buffer = Vec::with_capacity(1024);
    let count = connection.read(&mut buffer)?;
    connection.write_all(&buffer[..count])?;
    Ok(count)
}
