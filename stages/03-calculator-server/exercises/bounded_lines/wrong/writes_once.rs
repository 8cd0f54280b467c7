//! Calls `write` once for each reply, and does not look how much of it was taken.
//!
//! Rejected by: a_reply_is_sent_whole

use std::io::{self, BufRead, BufReader, Read, Write};

/// Replies to each line with its length, or with `too long` if that is more than `max` bytes.
pub fn measure(connection: impl Read + Write, max: usize) -> io::Result<()> {
    let mut connection = BufReader::new(connection);
    let mut line = Vec::new();
    while connection.by_ref().take((max as u64).saturating_add(1)).read_until(b'\n', &mut line)? > 0 {
        if line.ends_with(b"\n") {
            line.pop();
        }
        if line.len() > max {
            connection.get_mut().write(b"too long\n")?;
            connection.skip_until(b'\n')?;
        } else {
            connection.get_mut().write(format!("{}\n", line.len()).as_bytes())?;
        }
        line.clear();
    }
    Ok(())
}
