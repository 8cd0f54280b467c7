//! Reads on while its buffer is full, and replies when a piece is shorter.
//!
//! Rejected by: a_whole_line_gets_its_reply_at_once

use std::io::{self, Read, Write};

/// Replies to each line with its length, until the end of the stream.
pub fn measure_lines(mut connection: impl Read + Write) -> io::Result<()> {
    let mut buffer = [0; 1024];
    let mut store = Vec::new();
    loop {
        let count = connection.read(&mut buffer)?;
        store.extend_from_slice(&buffer[..count]);
        if count == buffer.len() {
            continue;
        }
        while let Some(end) = store.iter().position(|byte| *byte == b'\n') {
            writeln!(connection, "{end}")?;
            store.drain(..=end);
        }
        if count == 0 {
            return Ok(());
        }
    }
}
