//! Replies and reads on; after the end of the stream every read returns 0, so the loop never ends.
//!
//! Rejected by: the_connection_ends_after_the_reply

use std::io::{self, Read, Write};

/// Sends back in upper case what the client has sent, after the client has finished.
pub fn shout(mut connection: impl Read + Write) -> io::Result<()> {
    loop {
        let mut said = Vec::new();
        connection.read_to_end(&mut said)?;
        connection.write_all(&said.to_ascii_uppercase())?;
        std::thread::yield_now();
    }
}
