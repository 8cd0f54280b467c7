//! Counts characters, as if the bytes were text.
//!
//! Rejected by: every_length_comes_back

use std::io::{self, Read, Write};

/// Sends back everything that arrives until the end of the stream, and returns how many bytes that was.
pub fn echo(mut connection: impl Read + Write) -> io::Result<u64> {
    let mut buffer = vec![0; 32 * 1024];
    let mut echoed = 0;
    loop {
        let count = connection.read(&mut buffer)?;
        if count == 0 {
            return Ok(echoed);
        }
        connection.write_all(&buffer[..count])?;
        echoed += String::from_utf8_lossy(&buffer[..count]).chars().count() as u64;
    }
}
