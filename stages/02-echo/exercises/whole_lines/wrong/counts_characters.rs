//! Reads text, and counts its characters.
//!
//! Rejected by: a_line_may_hold_any_bytes

use std::io::{self, BufRead, BufReader, Read, Write};

/// Replies to each line with its length, until the end of the stream.
pub fn measure_lines(connection: impl Read + Write) -> io::Result<()> {
    let mut connection = BufReader::new(connection);
    let mut line = String::new();
    while connection.read_line(&mut line)? > 0 {
        let answer = format!("{}\n", line.trim_end().chars().count());
        connection.get_mut().write_all(answer.as_bytes())?;
        line.clear();
    }
    Ok(())
}
