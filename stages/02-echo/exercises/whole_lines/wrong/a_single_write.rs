//! Writes each reply once, and ignores how much of it was taken.
//!
//! Rejected by: all_of_a_reply_is_sent_however_few_bytes_a_write_takes

use std::io::{self, BufRead, BufReader, Read, Write};

/// Replies to each line with its length, until the end of the stream.
pub fn measure_lines(mut connection: impl Read + Write) -> io::Result<()> {
    let mut reader = BufReader::new(&mut connection);
    let mut line = Vec::new();
    while reader.read_until(b'\n', &mut line)? > 0 {
        let answer = format!("{}\n", line.len() - 1);
        let _ = reader.get_mut().write(answer.as_bytes())?;
        line.clear();
    }
    Ok(())
}
