//! Treats a write of 0 bytes as success.
//!
//! Rejected by: an_error_is_returned

use std::io::{self, Read, Write};

/// Sends back what one read returns, and returns how many bytes that was.
pub fn echo_once(mut connection: impl Read + Write) -> io::Result<usize> {
    let mut buffer = [0; 1024];
    let count = connection.read(&mut buffer)?;
    let mut left = &buffer[..count];
    while !left.is_empty() {
        let taken = connection.write(left)?;
        if taken == 0 {
            break;
        }
        left = &left[taken..];
    }
    Ok(count)
}
