//! Takes a write of 0 bytes for the end of an answer.
//!
//! Rejected by: an_error_is_returned

use std::io::{self, Read, Write};

/// Answers each line with its length, until the input ends.
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
