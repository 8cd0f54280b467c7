//! Replies, and then waits for more, which after the end of the input is there at once: nothing, for ever.
//!
//! Rejected by: the_connection_ends_after_the_reply

use std::io::{self, Read, Write};

/// Sends back in upper case what the other end has said, after it has finished.
pub fn shout(mut connection: impl Read + Write) -> io::Result<()> {
    loop {
        let mut said = Vec::new();
        connection.read_to_end(&mut said)?;
        connection.write_all(&said.to_ascii_uppercase())?;
        std::thread::yield_now();
    }
}
