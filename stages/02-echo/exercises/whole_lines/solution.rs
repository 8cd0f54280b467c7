//! A `BufReader` collects the pieces of a line and keeps the bytes after it.

use std::io::{self, BufRead, BufReader, Read, Write};

/// Replies to each line with its length, until the end of the stream.
pub fn measure_lines(connection: impl Read + Write) -> io::Result<()> {
    let mut connection = BufReader::new(connection);
    let mut line = Vec::new();
    while connection.read_until(b'\n', &mut line)? > 0 {
        let length = line.len() - 1;
        connection.get_mut().write_all(format!("{length}\n").as_bytes())?;
        line.clear();
    }
    Ok(())
}
