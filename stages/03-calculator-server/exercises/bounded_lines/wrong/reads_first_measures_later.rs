//! Waits for the end of a line before it looks how long it is.
//!
//! Rejected by: a_line_without_an_end_is_refused_at_once

use std::io::{self, BufRead, BufReader, Read, Write};

/// Replies to each line with its length, or with `too long` if that is more than `max` bytes.
pub fn measure(connection: impl Read + Write, max: usize) -> io::Result<()> {
    let mut connection = BufReader::new(connection);
    let mut line = Vec::new();
    while connection.read_until(b'\n', &mut line)? > 0 {
        let length = line.strip_suffix(b"\n").unwrap_or(&line).len();
        if length > max {
            writeln!(connection.get_mut(), "too long")?;
        } else {
            writeln!(connection.get_mut(), "{length}")?;
        }
        line.clear();
    }
    Ok(())
}
