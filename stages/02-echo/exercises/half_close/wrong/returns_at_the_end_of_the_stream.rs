//! Treats the end of the stream as the end of the connection.
//!
//! Rejected by: the_reply_follows_the_end_of_the_stream

use std::io::{self, Read, Write};

/// Sends back in upper case what the client has sent, after the client has finished.
pub fn shout(mut connection: impl Read + Write) -> io::Result<()> {
    let mut said = Vec::new();
    let mut buffer = [0; 1024];
    loop {
        let count = connection.read(&mut buffer)?;
        if count == 0 {
            return Ok(());
        }
        said.extend(buffer[..count].to_ascii_uppercase());
        if said.len() > 1 << 20 {
            connection.write_all(&said)?;
        }
    }
}
