//! Treats a read that does not fill the buffer as the last one.
//!
//! Rejected by: a_small_piece_is_not_the_end

use std::io::{self, Read, Write};

/// Sends back everything that arrives until the end of the stream, and returns how many bytes that was.
pub fn echo(mut connection: impl Read + Write) -> io::Result<u64> {
    let mut buffer = [0; 1024];
    let mut echoed = 0;
    loop {
        let count = connection.read(&mut buffer)?;
        connection.write_all(&buffer[..count])?;
        echoed += count as u64;
        if count < buffer.len() {
            return Ok(echoed);
        }
    }
}
