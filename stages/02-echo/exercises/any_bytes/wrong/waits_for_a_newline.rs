//! Reads a whole line, which may never end.
//!
//! Rejected by: a_piece_without_a_newline_comes_back_at_once

use std::io::{self, BufRead, BufReader, Read, Write};

/// Sends back what one read returns, and returns how many bytes that was.
pub fn echo_once(connection: impl Read + Write) -> io::Result<usize> {
    let mut connection = BufReader::new(connection);
    let mut line = Vec::new();
    let count = connection.read_until(b'\n', &mut line)?;
    connection.get_mut().write_all(&line)?;
    Ok(count)
}
