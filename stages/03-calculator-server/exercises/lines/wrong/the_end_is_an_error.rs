//! Replies to all lines, and then reports the end of the input as an error.
//!
//! Rejected by: it_returns_when_the_input_ends

use std::io::{self, ErrorKind, Read, Write};

/// Sends every line back between `<` and `>`.
pub fn quote(mut connection: impl Read + Write) -> io::Result<()> {
    let mut line = Vec::new();
    let mut byte = [0];
    loop {
        if connection.read(&mut byte)? == 0 {
            if !line.is_empty() {
                connection.write_all(&[b"<", &*line, b">\n"].concat())?;
            }
            return Err(ErrorKind::UnexpectedEof.into());
        }
        if byte == *b"\n" {
            let text = line.strip_suffix(b"\r").unwrap_or(&line);
            connection.write_all(&[b"<", text, b">\n"].concat())?;
            line.clear();
        } else {
            line.push(byte[0]);
        }
    }
}
