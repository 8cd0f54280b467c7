//! Counts in 16 bits, which begin again after 65,535.
//!
//! Rejected by: every_length_comes_back

use std::io::{self, Read, Write};

/// Sends back everything that arrives until the end of the stream, and returns how many bytes that was.
pub fn echo(mut connection: impl Read + Write) -> io::Result<u64> {
    let mut buffer = [0; 8 * 1024];
    let mut echoed = 0_u16;
    loop {
        let count = connection.read(&mut buffer)?;
        if count == 0 {
            return Ok(u64::from(echoed));
        }
        connection.write_all(&buffer[..count])?;
        echoed = echoed.wrapping_add(u16::try_from(count).unwrap_or(u16::MAX));
    }
}
