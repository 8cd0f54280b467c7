//! Waits for a last line after the end of the input, where every read gives nothing at once.
//!
//! Rejected by: after_the_last_lf_there_is_no_other_line

use std::io::{self, Read, Write};

/// Sends every line back between `<` and `>`.
pub fn quote(mut connection: impl Read + Write) -> io::Result<()> {
    let mut unread = Vec::new();
    let mut buffer = [0; 1024];
    loop {
        let count = connection.read(&mut buffer)?;
        unread.extend_from_slice(&buffer[..count]);
        while let Some(end) = unread.iter().position(|byte| *byte == b'\n') {
            let line: Vec<u8> = unread.drain(..=end).take(end).collect();
            let line = line.strip_suffix(b"\r").unwrap_or(&line);
            connection.write_all(&[b"<", line, b">\n"].concat())?;
        }
    }
}
