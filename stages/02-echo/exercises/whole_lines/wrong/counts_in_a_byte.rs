//! Counts in eight bits, which begin again after 255.
//!
//! Rejected by: a_line_may_have_any_length

use std::io::{self, Read, Write};

/// Replies to each line with its length, until the end of the stream.
pub fn measure_lines(mut connection: impl Read + Write) -> io::Result<()> {
    let mut length = 0_u8;
    let mut byte = [0];
    while connection.read(&mut byte)? > 0 {
        if byte == *b"\n" {
            writeln!(connection, "{length}")?;
            length = 0;
        } else {
            length = length.wrapping_add(1);
        }
    }
    Ok(())
}
