//! Treats what a read returns as a line.
//!
//! Rejected by: half_a_line_gets_no_reply

use std::io::{self, Read, Write};

/// Replies to each line with its length, until the end of the stream.
pub fn measure_lines(mut connection: impl Read + Write) -> io::Result<()> {
    let mut buffer = [0; 1024];
    loop {
        let count = connection.read(&mut buffer)?;
        if count == 0 {
            return Ok(());
        }
        let line = buffer[..count].strip_suffix(b"\n").unwrap_or(&buffer[..count]);
        writeln!(connection, "{}", line.len())?;
    }
}
