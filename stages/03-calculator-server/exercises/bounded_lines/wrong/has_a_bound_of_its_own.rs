//! Reads no more than 10 MiB of a line, whatever `max` is.
//!
//! Rejected by: the_bound_may_be_any_number

use std::io::{self, BufRead, BufReader, Read, Write};

/// Replies to each line with its length, or with `too long` if that is more than `max` bytes.
pub fn measure(connection: impl Read + Write, max: usize) -> io::Result<()> {
    let mut connection = BufReader::new(connection);
    let max = max.min(10 << 20);
    let enough = (max as u64).saturating_add(1);
    let mut line = Vec::new();
    while connection.by_ref().take(enough).read_until(b'\n', &mut line)? > 0 {
        if line.ends_with(b"\n") {
            line.pop();
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
