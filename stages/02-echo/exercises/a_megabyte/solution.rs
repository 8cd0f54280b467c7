//! Reads a piece and sends it back, until a read returns 0.

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
        connection.write_all(&buffer[..count])?;
        echoed += count as u64;
    }
}
