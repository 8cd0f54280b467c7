//! Reads lines of text, and fails at the first that is not UTF-8.
//!
//! Rejected by: a_line_may_hold_any_bytes

use std::io::{self, BufRead, BufReader, Read, Write};

/// Replies to each line with its length, until the end of the stream.
pub fn measure_lines(mut connection: impl Read + Write) -> io::Result<()> {
    let mut reader = BufReader::new(&mut connection);
    let mut line = String::new();
    while reader.read_line(&mut line)? > 0 {
        let answer = format!("{}\n", line.len() - 1);
        reader.get_mut().write_all(answer.as_bytes())?;
        line.clear();
    }
    Ok(())
}
