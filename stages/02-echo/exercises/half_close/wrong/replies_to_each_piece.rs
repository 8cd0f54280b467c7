//! Replies to each piece as it arrives, while the client is still sending.
//!
//! Rejected by: nothing_is_sent_before_the_client_has_finished

use std::io::{self, Read, Write};

/// Sends back in upper case what the client has sent, after the client has finished.
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
