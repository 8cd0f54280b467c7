//! Takes what a read brings for a line.
//!
//! Rejected by: half_a_line_is_not_answered

use std::io::{self, Read, Write};

/// Answers each line with its length, until the input ends.
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
