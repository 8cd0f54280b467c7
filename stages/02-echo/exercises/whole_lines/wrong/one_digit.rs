//! Writes the length as one digit, which is wrong from 10 on.
//!
//! Rejected by: a_line_may_have_any_length

use std::io::{self, BufRead, BufReader, Read, Write};

/// Replies to each line with its length, until the end of the stream.
pub fn measure_lines(mut connection: impl Read + Write) -> io::Result<()> {
    let mut reader = BufReader::new(&mut connection);
    let mut line = Vec::new();
    while reader.read_until(b'\n', &mut line)? > 0 {
        let digit = b'0'.wrapping_add(u8::try_from(line.len() - 1).unwrap_or(u8::MAX));
        reader.get_mut().write_all(&[digit, b'\n'])?;
        line.clear();
    }
    Ok(())
}
