//! Waits for a newline at the end of what has arrived, and ignores the others in it.
//!
//! Rejected by: lines_that_arrive_together_get_a_reply_each

use std::io::{self, Read, Write};

/// Replies to each line with its length, until the end of the stream.
pub fn measure_lines(mut connection: impl Read + Write) -> io::Result<()> {
    let mut line = Vec::new();
    let mut buffer = [0; 1024];
    loop {
        let count = connection.read(&mut buffer)?;
        if count == 0 {
            return Ok(());
        }
        line.extend_from_slice(&buffer[..count]);
        if line.ends_with(b"\n") {
            let answer = format!("{}\n", line.len() - 1);
            connection.write_all(answer.as_bytes())?;
            line.clear();
        }
    }
}
