//! Writes each piece once, and counts what was read as sent.
//!
//! Rejected by: a_megabyte_comes_back_whole

use std::io::{self, Read, Write};

/// Sends back everything that arrives until the end of the stream, and returns how many bytes that was.
pub fn echo(mut connection: impl Read + Write) -> io::Result<u64> {
    let mut buffer = [0; 8 * 1024];
    let mut echoed = 0;
    loop {
        let count = connection.read(&mut buffer)?;
        if count == 0 {
            return Ok(echoed);
        }
        let _ = connection.write(&buffer[..count])?;
        echoed += count as u64;
    }
}
