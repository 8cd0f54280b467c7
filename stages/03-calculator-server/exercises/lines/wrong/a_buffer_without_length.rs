//! Has room for 1,024 bytes, in a buffer whose length is 0.
//!
//! Rejected by: an_empty_line_is_a_line

use std::io::{self, Read, Write};

/// Sends every line back between `<` and `>`.
pub fn quote(mut connection: impl Read + Write) -> io::Result<()> {
    let mut unread = Vec::new();
    let mut buffer = Vec::with_capacity(1024);
    loop {
        let count = connection.read(&mut buffer)?;
        if count == 0 {
            return Ok(());
        }
        unread.extend_from_slice(&buffer[..count]);
        while let Some(end) = unread.iter().position(|byte| *byte == b'\n') {
            let line: Vec<u8> = unread.drain(..=end).take(end).collect();
            let line = line.strip_suffix(b"\r").unwrap_or(&line);
            connection.write_all(&[b"<", line, b">\n"].concat())?;
        }
    }
}
