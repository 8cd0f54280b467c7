//! Treats a broken connection as the end of the stream.
//!
//! Rejected by: an_error_is_returned

use std::io::{self, Read, Write};

/// Sends back everything that arrives until the end of the stream, and returns how many bytes that was.
pub fn echo(mut connection: impl Read + Write) -> io::Result<u64> {
    let mut buffer = [0; 8 * 1024];
    let mut echoed = 0;
    while let Ok(count @ 1..) = connection.read(&mut buffer) {
        connection.write_all(&buffer[..count])?;
        echoed += count as u64;
    }
    Ok(echoed)
}
