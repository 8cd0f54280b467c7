//! Replies to each piece as it comes, and so talks while the other end is still talking.
//!
//! Rejected by: nothing_is_said_before_the_other_end_has_finished

use std::io::{self, Read, Write};

/// Sends back in upper case what the other end has said, after it has finished.
pub fn shout(mut connection: impl Read + Write) -> io::Result<()> {
    let mut buffer = [0; 1024];
    loop {
        let count = connection.read(&mut buffer)?;
        if count == 0 {
            return Ok(());
        }
        connection.write_all(&buffer[..count].to_ascii_uppercase())?;
    }
}
