//! Makes a new error, and loses the original.
//!
//! Rejected by: an_error_is_returned

use std::io::{self, Read, Write};

/// Replies to each line with its length, until the end of the stream.
pub fn measure_lines(mut connection: impl Read + Write) -> io::Result<()> {
    let mut buffer = [0; 4096];
    let mut length = 0;
    loop {
        let count =
            connection.read(&mut buffer).map_err(|error| io::Error::new(error.kind(), "cannot read"))?;
        if count == 0 {
            return Ok(());
        }
        for byte in &buffer[..count] {
            if *byte != b'\n' {
                length += 1;
                continue;
            }
            writeln!(connection, "{length}")?;
            length = 0;
        }
    }
}
