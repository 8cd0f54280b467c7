//! Makes its buffer longer each time a read has filled it.
//!
//! Rejected by: at_most_64_kib_are_held

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
        echoed += count as u64;
        if count == buffer.len() && count < 1 << 20 {
            buffer.resize(2 * count, 0);
        }
    }
}
