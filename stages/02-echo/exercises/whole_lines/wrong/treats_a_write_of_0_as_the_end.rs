//! Treats a write of 0 bytes as the end of a reply.
//!
//! Rejected by: an_error_is_returned

use std::io::{self, Read, Write};

/// Replies to each line with its length, until the end of the stream.
pub fn measure_lines(mut connection: impl Read + Write) -> io::Result<()> {
    let mut buffer = [0; 4096];
    let mut length = 0;
    loop {
        let count = connection.read(&mut buffer)?;
        if count == 0 {
            return Ok(());
        }
        for byte in &buffer[..count] {
            if *byte != b'\n' {
                length += 1;
                continue;
            }
            let answer = format!("{length}\n");
            let mut left = answer.as_bytes();
            while !left.is_empty() {
                let taken = connection.write(left)?;
                if taken == 0 {
                    break;
                }
                left = &left[taken..];
            }
            length = 0;
        }
    }
}
