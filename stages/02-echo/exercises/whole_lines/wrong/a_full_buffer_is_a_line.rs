//! Has a buffer of 1,024 bytes, and treats a full buffer as a line.
//!
//! Rejected by: a_line_may_have_any_length

use std::io::{self, Read, Write};

/// Replies to each line with its length, until the end of the stream.
pub fn measure_lines(mut connection: impl Read + Write) -> io::Result<()> {
    let mut line = [0; 1024];
    let mut filled = 0;
    while connection.read(&mut line[filled..=filled])? > 0 {
        if line[filled] == b'\n' || filled + 1 == line.len() {
            writeln!(connection, "{filled}")?;
            filled = 0;
        } else {
            filled += 1;
        }
    }
    Ok(())
}
