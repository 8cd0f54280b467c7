//! Makes a `BufReader` for each line, and loses what the old one had read too early.
//!
//! Rejected by: the_beginning_of_the_next_line_is_kept

use std::io::{self, BufRead, BufReader, Read, Write};

/// Replies to each line with its length, until the end of the stream.
pub fn measure_lines(mut connection: impl Read + Write) -> io::Result<()> {
    loop {
        let mut line = Vec::new();
        if BufReader::new(&mut connection).read_until(b'\n', &mut line)? == 0 {
            return Ok(());
        }
        let answer = format!("{}\n", line.len() - 1);
        connection.write_all(answer.as_bytes())?;
    }
}
