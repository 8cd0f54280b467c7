//! Stops after 1,048,576 bytes.
//!
//! Rejected by: a_megabyte_comes_back_whole

use std::io::{self, Read, Write};

/// Sends back everything that arrives until the end of the stream, and returns how many bytes that was.
pub fn echo(mut connection: impl Read + Write) -> io::Result<u64> {
    let mut buffer = [0; 1024];
    let mut echoed = 0;
    while echoed < 1 << 20 {
        let room = buffer.len().min((1 << 20) - echoed);
        let count = connection.read(&mut buffer[..room])?;
        if count == 0 {
            break;
        }
        connection.write_all(&buffer[..count])?;
        echoed += count;
    }
    Ok(echoed as u64)
}
