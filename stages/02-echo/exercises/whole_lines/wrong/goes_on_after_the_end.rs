//! Takes the end of the input for an empty line, and for another, and for another.
//!
//! Rejected by: the_connection_ends_after_the_input

use std::io::{self, BufRead, BufReader, Read, Write};

/// Answers each line with its length, until the input ends.
pub fn measure_lines(connection: impl Read + Write) -> io::Result<()> {
    let mut connection = BufReader::new(connection);
    loop {
        let mut line = Vec::new();
        connection.read_until(b'\n', &mut line)?;
        let line = line.strip_suffix(b"\n").unwrap_or(&line);
        let answer = format!("{}\n", line.len());
        connection.get_mut().write_all(answer.as_bytes())?;
    }
}
