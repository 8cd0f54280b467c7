//! Reads up to each LF, and takes off what is the end of a line and nothing else.

use std::io::{self, BufRead, BufReader, Read, Write};

/// Sends every line back between `<` and `>`.
pub fn quote(connection: impl Read + Write) -> io::Result<()> {
    let mut connection = BufReader::new(connection);
    let mut line = Vec::new();
    while connection.read_until(b'\n', &mut line)? > 0 {
        if line.ends_with(b"\n") {
            line.pop();
            if line.ends_with(b"\r") {
                line.pop();
            }
        }
        connection.get_mut().write_all(&[b"<", &*line, b">\n"].concat())?;
        line.clear();
    }
    Ok(())
}
