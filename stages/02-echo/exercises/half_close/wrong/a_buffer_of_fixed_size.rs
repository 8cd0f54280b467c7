//! Reads into a buffer of fixed size, and replies with what fits into it.
//!
//! Rejected by: a_reply_to_a_megabyte_is_a_megabyte

use std::io::{self, Read, Write};

/// Sends back in upper case what the client has sent, after the client has finished.
pub fn shout(mut connection: impl Read + Write) -> io::Result<()> {
    let mut buffer = [0; 64 * 1024];
    let mut filled = 0;
    while filled < buffer.len() {
        match connection.read(&mut buffer[filled..])? {
            0 => break,
            count => filled += count,
        }
    }
    buffer[..filled].make_ascii_uppercase();
    connection.write_all(&buffer[..filled])
}
