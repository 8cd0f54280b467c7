//! Collects the bytes in a vector, and drains complete lines from its beginning.

use std::io::{self, Read, Write};

/// Replies to each line with its length, until the end of the stream.
pub fn measure_lines(mut connection: impl Read + Write) -> io::Result<()> {
    let mut store = Vec::new();
    let mut buffer = vec![0; 4096];
    loop {
        while let Some(end) = store.iter().position(|byte| *byte == b'\n') {
            let line: Vec<u8> = store.drain(..=end).collect();
            let mut answer = (line.len() - 1).to_string();
            answer.push('\n');
            connection.write_all(answer.as_bytes())?;
        }
        let count = connection.read(&mut buffer)?;
        if count == 0 {
            return connection.flush();
        }
        store.extend_from_slice(&buffer[..count]);
    }
}
