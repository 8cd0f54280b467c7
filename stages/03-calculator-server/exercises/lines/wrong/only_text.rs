//! Reads into a String, which refuses whatever is not UTF-8, and with it all the lines after.
//!
//! Rejected by: every_other_byte_is_part_of_the_line

use std::io::{self, BufRead, BufReader, Read, Write};

/// Sends every line back between `<` and `>`.
pub fn quote(connection: impl Read + Write) -> io::Result<()> {
    let mut connection = BufReader::new(connection);
    let mut line = String::new();
    while connection.read_line(&mut line)? > 0 {
        let text = line.strip_suffix('\n').map_or(&*line, |text| text.strip_suffix('\r').unwrap_or(text));
        connection.get_mut().write_all(format!("<{text}>\n").as_bytes())?;
        line.clear();
    }
    Ok(())
}
