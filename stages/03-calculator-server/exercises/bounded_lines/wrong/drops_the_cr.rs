//! Takes a CR for a part of the end, though here only LF ends a line.
//!
//! Rejected by: a_line_may_be_as_long_as_the_bound

use std::io::{self, BufRead, BufReader, Read, Write};

/// Replies to each line with its length, or with `too long` if that is more than `max` bytes.
pub fn measure(connection: impl Read + Write, max: usize) -> io::Result<()> {
    let mut connection = BufReader::new(connection);
    let mut line = Vec::new();
    while connection.by_ref().take((max as u64).saturating_add(1)).read_until(b'\n', &mut line)? > 0 {
        if line.ends_with(b"\n") {
            line.pop();
            if line.ends_with(b"\r") {
                line.pop();
            }
        }
        if line.len() > max {
            writeln!(connection.get_mut(), "too long")?;
            connection.skip_until(b'\n')?;
        } else {
            writeln!(connection.get_mut(), "{}", line.len())?;
        }
        line.clear();
    }
    Ok(())
}
