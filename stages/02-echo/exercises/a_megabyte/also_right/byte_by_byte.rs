//! Reads and writes a single byte at a time: slow, but correct.

use std::io::{self, Read, Write};

/// Sends back everything that arrives until the end of the stream, and returns how many bytes that was.
pub fn echo(mut connection: impl Read + Write) -> io::Result<u64> {
    let mut byte = [0];
    let mut echoed = 0;
    while connection.read(&mut byte)? == 1 {
        connection.write_all(&byte)?;
        echoed += 1;
    }
    Ok(echoed)
}
