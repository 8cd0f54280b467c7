//! Takes an empty line for the end of the input.
//!
//! Rejected by: an_empty_line_is_a_line

use std::io::{self, BufRead, BufReader, Read, Write};

/// Sends every line back between `<` and `>`.
pub fn quote(connection: impl Read + Write) -> io::Result<()> {
    let mut connection = BufReader::new(connection);
    loop {
        let mut line = Vec::new();
        connection.read_until(b'\n', &mut line)?;
        if line.ends_with(b"\n") {
            line.pop();
            if line.ends_with(b"\r") {
                line.pop();
            }
        }
        if line.is_empty() {
            return Ok(());
        }
        connection.get_mut().write_all(&[b"<", &*line, b">\n"].concat())?;
    }
}
