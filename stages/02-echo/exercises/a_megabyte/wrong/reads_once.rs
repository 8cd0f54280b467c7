//! Reads once, with a buffer that should be big enough.
//!
//! Rejected by: a_megabyte_comes_back_whole

use std::io::{self, Read, Write};

/// Sends back everything that arrives until the end of the stream, and returns how many bytes that was.
pub fn echo(mut connection: impl Read + Write) -> io::Result<u64> {
    let mut buffer = [0; 64 * 1024];
    let count = connection.read(&mut buffer)?;
    connection.write_all(&buffer[..count])?;
    Ok(count as u64)
}
