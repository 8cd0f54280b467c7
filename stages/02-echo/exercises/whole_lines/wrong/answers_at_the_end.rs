//! Reads all lines before it answers the first.
//!
//! Rejected by: a_whole_line_is_answered_at_once

use std::io::{self, BufRead, BufReader, Read, Write};

/// Answers each line with its length, until the input ends.
pub fn measure_lines(mut connection: impl Read + Write) -> io::Result<()> {
    let lines = BufReader::new(&mut connection).split(b'\n').collect::<io::Result<Vec<_>>>()?;
    for line in lines {
        let answer = format!("{}\n", line.len());
        connection.write_all(answer.as_bytes())?;
    }
    Ok(())
}
