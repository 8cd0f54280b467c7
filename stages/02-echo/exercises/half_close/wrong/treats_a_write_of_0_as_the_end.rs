//! Treats a write of 0 bytes as success.
//!
//! Rejected by: an_error_is_returned

use std::io::{self, Read, Write};

/// Sends back in upper case what the client has sent, after the client has finished.
pub fn shout(mut connection: impl Read + Write) -> io::Result<()> {
    let mut said = Vec::new();
    connection.read_to_end(&mut said)?;
    said.make_ascii_uppercase();
    let mut left = &said[..];
    while !left.is_empty() {
        let taken = connection.write(left)?;
        if taken == 0 {
            break;
        }
        left = &left[taken..];
    }
    Ok(())
}
