//! Takes a CR off the last line, after which no LF came.
//!
//! Rejected by: a_last_line_needs_no_end

use std::io::{self, BufRead, BufReader, Read, Write};

/// Sends every line back between `<` and `>`.
pub fn quote(connection: impl Read + Write) -> io::Result<()> {
    let mut connection = BufReader::new(connection);
    let mut line = Vec::new();
    while connection.read_until(b'\n', &mut line)? > 0 {
        let text = line.strip_suffix(b"\n").unwrap_or(&line);
        let text = text.strip_suffix(b"\r").unwrap_or(text);
        connection.get_mut().write_all(&[b"<", text, b">\n"].concat())?;
        line.clear();
    }
    Ok(())
}
