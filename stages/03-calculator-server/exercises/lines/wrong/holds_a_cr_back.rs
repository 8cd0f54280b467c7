//! Holds a CR back until it is clear whether an LF follows, and forgets it where the line has nothing else.
//!
//! Rejected by: a_last_line_needs_no_end

use std::io::{self, BufReader, Read, Write};

/// Sends every line back between `<` and `>`.
pub fn quote(connection: impl Read + Write) -> io::Result<()> {
    let mut connection = BufReader::new(connection);
    let mut line = Vec::new();
    let mut held = false;
    let mut byte = [0];
    while connection.read(&mut byte)? > 0 {
        if byte[0] == b'\n' {
            held = false;
            reply(connection.get_mut(), &line)?;
            line.clear();
            continue;
        }
        if held {
            line.push(b'\r');
        }
        held = byte[0] == b'\r';
        if !held {
            line.push(byte[0]);
        }
    }
    if !line.is_empty() {
        if held {
            line.push(b'\r');
        }
        reply(connection.get_mut(), &line)?;
    }
    Ok(())
}

fn reply(mut connection: impl Write, line: &[u8]) -> io::Result<()> {
    connection.write_all(&[b"<", line, b">\n"].concat())
}
