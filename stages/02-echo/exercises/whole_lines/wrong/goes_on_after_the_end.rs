//! Treats the end of the stream as an empty line, again and again.
//!
//! Rejected by: the_connection_ends_after_the_end_of_the_stream

use std::io::{self, BufRead, BufReader, Read, Write};

/// Replies to each line with its length, until the end of the stream.
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
