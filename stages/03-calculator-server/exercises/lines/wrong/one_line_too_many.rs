//! Splits at each LF, and takes the nothing after the last one for a line.
//!
//! Rejected by: after_the_last_lf_there_is_no_other_line

use std::io::{self, Read, Write};

/// Sends every line back between `<` and `>`.
pub fn quote(mut connection: impl Read + Write) -> io::Result<()> {
    let mut waiting = Vec::new();
    let mut buffer = [0; 1024];
    loop {
        let count = connection.read(&mut buffer)?;
        waiting.extend_from_slice(&buffer[..count]);
        let mut lines: Vec<_> = waiting.split(|&byte| byte == b'\n').map(<[u8]>::to_vec).collect();
        waiting = if count > 0 { lines.pop().unwrap_or_default() } else { Vec::new() };
        for line in lines {
            let line = line.strip_suffix(b"\r").unwrap_or(&line);
            connection.write_all(&[b"<", line, b">\n"].concat())?;
        }
        if count == 0 {
            return Ok(());
        }
    }
}
