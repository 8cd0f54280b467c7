//! Counts how often it has read, not how much.
//!
//! Rejected by: it_returns_how_many_bytes_there_were

use std::io::{self, Read, Write};

/// Sends back everything that arrives until the end of the stream, and returns how many bytes that was.
pub fn echo(mut connection: impl Read + Write) -> io::Result<u64> {
    let mut buffer = [0; 8 * 1024];
    let mut echoed = 0;
    loop {
        match connection.read(&mut buffer)? {
            0 => return Ok(echoed),
            count => connection.write_all(&buffer[..count])?,
        }
        echoed += 1;
    }
}
