//! Reads until the buffer is full or the stream ends.
//!
//! Rejected by: each_call_reads_once

use std::io::{self, Read, Write};

/// Sends back what one read returns, and returns how many bytes that was.
pub fn echo_once(mut connection: impl Read + Write) -> io::Result<usize> {
    let mut buffer = [0; 8];
    let mut count = 0;
    while count < buffer.len() {
        let more = connection.read(&mut buffer[count..])?;
        if more == 0 {
            break;
        }
        count += more;
    }
    connection.write_all(&buffer[..count])?;
    Ok(count)
}
