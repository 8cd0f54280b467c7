//! Takes the LF off and leaves the CR: invisible on a terminal, and poison for a parser.
//!
//! Rejected by: a_line_ends_with_lf_or_crlf

use std::io::{self, BufRead, BufReader, Read, Write};

/// Sends every line back between `<` and `>`.
pub fn quote(connection: impl Read + Write) -> io::Result<()> {
    let mut connection = BufReader::new(connection);
    let mut line = Vec::new();
    while connection.read_until(b'\n', &mut line)? > 0 {
        let text = line.strip_suffix(b"\n").unwrap_or(&line);
        connection.get_mut().write_all(&[b"<", text, b">\n"].concat())?;
        line.clear();
    }
    Ok(())
}
