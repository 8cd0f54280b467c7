//! Returns Ok at a broken connection, as if the client had finished.
//!
//! Rejected by: an_error_is_returned

use std::io::{self, BufRead, BufReader, Read, Write};

/// Replies to each line with its length, until the end of the stream.
pub fn measure_lines(mut connection: impl Read + Write) -> io::Result<()> {
    let mut reader = BufReader::new(&mut connection);
    let mut line = Vec::new();
    while let Ok(1..) = reader.read_until(b'\n', &mut line) {
        let answer = format!("{}\n", line.len() - 1);
        reader.get_mut().write_all(answer.as_bytes())?;
        line.clear();
    }
    Ok(())
}
