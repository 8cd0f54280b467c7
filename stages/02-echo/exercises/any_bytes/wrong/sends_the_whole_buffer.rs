//! Sends the whole buffer back, however little of it was filled.
//!
//! Rejected by: only_what_was_read_is_sent_back

use std::io::{self, Read, Write};

/// Sends back what one read returns, and returns how many bytes that was.
pub fn echo_once(mut connection: impl Read + Write) -> io::Result<usize> {
    let mut buffer = [0; 1024];
    let count = connection.read(&mut buffer)?;
    if count > 0 {
        connection.write_all(&buffer)?;
    }
    Ok(count)
}
