//! Replies at each LF, and forgets what is left when the input ends.
//!
//! Rejected by: a_last_line_needs_no_end

use std::io::{self, Read, Write};

/// Sends every line back between `<` and `>`.
pub fn quote(mut connection: impl Read + Write) -> io::Result<()> {
    let mut waiting = Vec::new();
    let mut buffer = [0; 1024];
    loop {
        let count = connection.read(&mut buffer)?;
        if count == 0 {
            return Ok(());
        }
        waiting.extend_from_slice(&buffer[..count]);
        while let Some(end) = waiting.iter().position(|&byte| byte == b'\n') {
            let line: Vec<u8> = waiting.drain(..=end).take(end).collect();
            let line = line.strip_suffix(b"\r").unwrap_or(&line);
            connection.write_all(&[b"<", line, b">\n"].concat())?;
        }
    }
}
