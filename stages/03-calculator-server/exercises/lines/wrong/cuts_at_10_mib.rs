//! Keeps no more than 10 MiB of a line, which the task does not allow.
//!
//! Rejected by: a_long_line_comes_back_whole

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
        line.truncate(10 << 20);
        connection.get_mut().write_all(&[b"<", &*line, b">\n"].concat())?;
        line.clear();
    }
    Ok(())
}
