//! Reads all lines before it replies to the first.
//!
//! Rejected by: a_whole_line_gets_its_reply_at_once

use std::io::{self, BufRead, BufReader, Read, Write};

/// Replies to each line with its length, until the end of the stream.
pub fn measure_lines(mut connection: impl Read + Write) -> io::Result<()> {
    let lines = BufReader::new(&mut connection).split(b'\n').collect::<io::Result<Vec<_>>>()?;
    for line in lines {
        let answer = format!("{}\n", line.len());
        connection.write_all(answer.as_bytes())?;
    }
    Ok(())
}
