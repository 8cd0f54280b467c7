//! Stops after a gibibyte.
//!
//! Rejected by: an_input_bigger_than_any_memory_comes_back

use std::io::{self, Read, Write};

/// Sends back everything that arrives until the end of the stream, and returns how many bytes that was.
pub fn echo(mut connection: impl Read + Write) -> io::Result<u64> {
    let mut buffer = vec![0; 32 * 1024];
    let mut echoed = 0;
    loop {
        let count = connection.read(&mut buffer)?;
        connection.write_all(&buffer[..count])?;
        echoed += count as u64;
        if count == 0 || echoed >= 1 << 30 {
            return Ok(echoed);
        }
    }
}
