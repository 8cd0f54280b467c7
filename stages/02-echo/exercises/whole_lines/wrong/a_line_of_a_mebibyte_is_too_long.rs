//! Has a limit of its own for the length of a line.
//!
//! Rejected by: a_line_may_have_any_length

use std::io::{self, ErrorKind, Read, Write};

/// Replies to each line with its length, until the end of the stream.
pub fn measure_lines(mut connection: impl Read + Write) -> io::Result<()> {
    let mut buffer = [0; 4096];
    let mut length = 0;
    loop {
        let count = connection.read(&mut buffer)?;
        if count == 0 {
            return Ok(());
        }
        for byte in &buffer[..count] {
            if *byte != b'\n' {
                length += 1;
                if length > 1 << 20 {
                    return Err(ErrorKind::InvalidData.into());
                }
                continue;
            }
            writeln!(connection, "{length}")?;
            length = 0;
        }
    }
}
