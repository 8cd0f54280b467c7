//! Has a buffer of 64 KiB, and finds no newline in a longer line.
//!
//! Rejected by: a_line_may_have_any_length

use std::io::{self, Read, Write};

/// Replies to each line with its length, until the end of the stream.
pub fn measure_lines(mut connection: impl Read + Write) -> io::Result<()> {
    let mut buffer = vec![0; 64 * 1024];
    let mut filled = 0;
    loop {
        let count = connection.read(&mut buffer[filled..])?;
        if count == 0 {
            return Ok(());
        }
        filled += count;
        while let Some(end) = buffer[..filled].iter().position(|byte| *byte == b'\n') {
            connection.write_all(format!("{end}\n").as_bytes())?;
            buffer.copy_within(end + 1..filled, 0);
            filled -= end + 1;
        }
    }
}
