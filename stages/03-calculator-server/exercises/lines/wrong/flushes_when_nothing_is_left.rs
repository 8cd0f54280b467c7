//! Keeps its replies until its buffer is empty, so that half a line that has come along holds them back.
//!
//! Rejected by: a_reply_does_not_wait_for_more

use std::io::{self, BufRead, BufReader, Read, Write};

/// Sends every line back between `<` and `>`.
pub fn quote(connection: impl Read + Write) -> io::Result<()> {
    let mut connection = BufReader::new(connection);
    let mut line = Vec::new();
    let mut replies = Vec::new();
    while connection.read_until(b'\n', &mut line)? > 0 {
        if line.ends_with(b"\n") {
            line.pop();
            if line.ends_with(b"\r") {
                line.pop();
            }
        }
        replies.extend([b"<", &*line, b">\n"].concat());
        if connection.buffer().is_empty() {
            connection.get_mut().write_all(&replies)?;
            replies.clear();
        }
        line.clear();
    }
    connection.get_mut().write_all(&replies)
}
