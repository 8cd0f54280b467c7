//! Takes off all the white space that it finds, and not just the end of the line.
//!
//! Rejected by: every_other_byte_is_part_of_the_line

use std::io::{self, BufRead, BufReader, Read, Write};

/// Sends every line back between `<` and `>`.
pub fn quote(connection: impl Read + Write) -> io::Result<()> {
    let mut connection = BufReader::new(connection);
    let mut line = Vec::new();
    while connection.read_until(b'\n', &mut line)? > 0 {
        connection.get_mut().write_all(&[b"<", line.trim_ascii(), b">\n"].concat())?;
        line.clear();
    }
    Ok(())
}
