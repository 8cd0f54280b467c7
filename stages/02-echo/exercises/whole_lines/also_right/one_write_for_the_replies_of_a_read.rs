//! Sends one reply for all lines that one read returned.

use std::io::{self, Read, Write};

/// Replies to each line with its length, until the end of the stream.
pub fn measure_lines(mut connection: impl Read + Write) -> io::Result<()> {
    let mut buffer = vec![0; 1 << 20];
    let mut length = 0;
    loop {
        let count = connection.read(&mut buffer)?;
        if count == 0 {
            return Ok(());
        }
        let mut answers = String::new();
        for byte in &buffer[..count] {
            if *byte == b'\n' {
                answers += &format!("{length}\n");
                length = 0;
            } else {
                length += 1;
            }
        }
        connection.write_all(answers.as_bytes())?;
    }
}
