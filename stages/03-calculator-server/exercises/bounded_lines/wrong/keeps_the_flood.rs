//! Refuses at once, but then collects the rest of the line, only to throw it away.
//!
//! Rejected by: a_flood_takes_no_memory

use std::io::{self, BufRead, BufReader, Read, Write};

/// Replies to each line with its length, or with `too long` if that is more than `max` bytes.
pub fn measure(connection: impl Read + Write, max: usize) -> io::Result<()> {
    let mut connection = BufReader::new(connection);
    let mut line = Vec::new();
    while connection.by_ref().take(max as u64 + 1).read_until(b'\n', &mut line)? > 0 {
        if line.ends_with(b"\n") {
            line.pop();
        }
        if line.len() > max {
            writeln!(connection.get_mut(), "too long")?;
            connection.read_until(b'\n', &mut line)?;
        } else {
            writeln!(connection.get_mut(), "{}", line.len())?;
        }
        line.clear();
    }
    Ok(())
}
