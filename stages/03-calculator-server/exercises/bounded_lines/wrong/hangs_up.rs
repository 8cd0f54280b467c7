//! Refuses the line and the client with it.
//!
//! Rejected by: the_next_line_gets_its_reply

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
            return Ok(());
        }
        writeln!(connection.get_mut(), "{}", line.len())?;
        line.clear();
    }
    Ok(())
}
