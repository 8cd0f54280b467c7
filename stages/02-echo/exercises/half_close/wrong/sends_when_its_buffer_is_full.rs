//! Replies early to a client that sends more than a mebibyte.
//!
//! Rejected by: a_reply_to_a_megabyte_is_a_megabyte

use std::io::{self, Read, Write};

/// Sends back in upper case what the client has sent, after the client has finished.
pub fn shout(mut connection: impl Read + Write) -> io::Result<()> {
    let mut said = Vec::new();
    let mut buffer = [0; 4096];
    loop {
        let count = connection.read(&mut buffer)?;
        if count == 0 {
            return connection.write_all(&said);
        }
        said.extend(buffer[..count].to_ascii_uppercase());
        if said.len() >= 1 << 20 {
            connection.write_all(&said)?;
            said.clear();
        }
    }
}
