//! Returns at a broken connection as if the other end had finished.
//!
//! Rejected by: an_error_is_returned

use std::io::{self, BufRead, BufReader, Read, Write};

/// Answers each line with its length, until the input ends.
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
