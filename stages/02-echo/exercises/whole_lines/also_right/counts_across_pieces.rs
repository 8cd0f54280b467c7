//! Keeps one number between the reads, and finds the newlines of each piece with an iterator.

use std::io::{self, ErrorKind, Read, Write};

/// Replies to each line with its length, until the end of the stream.
pub fn measure_lines(mut connection: impl Read + Write) -> io::Result<()> {
    let mut buffer = [0; 100];
    let mut unfinished = 0;
    loop {
        let count = match connection.read(&mut buffer) {
            Ok(0) => return Ok(()),
            Ok(count) => count,
            Err(error) if error.kind() == ErrorKind::Interrupted => continue,
            Err(error) => return Err(error),
        };
        let mut parts = buffer[..count].split(|byte| *byte == b'\n').map(<[u8]>::len);
        unfinished += parts.next().unwrap_or_default();
        for part in parts {
            connection.write_all(format!("{unfinished}\n").as_bytes())?;
            unfinished = part;
        }
    }
}
