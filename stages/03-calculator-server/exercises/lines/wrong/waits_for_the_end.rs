//! Reads everything before it replies to anything, so that a person who waits for a reply gets none.
//!
//! Rejected by: a_reply_does_not_wait_for_more

use std::io::{self, BufRead, Read, Write};

/// Sends every line back between `<` and `>`.
pub fn quote(mut connection: impl Read + Write) -> io::Result<()> {
    let mut input = Vec::new();
    connection.read_to_end(&mut input)?;
    for line in BufRead::split(&*input, b'\n') {
        let line = line?;
        let line = line.strip_suffix(b"\r").unwrap_or(&line);
        connection.write_all(&[b"<", line, b">\n"].concat())?;
    }
    Ok(())
}
