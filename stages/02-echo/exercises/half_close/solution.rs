//! Reads until the end of the stream, then replies; dropping the connection closes it.

use std::io::{self, Read, Write};

/// Sends back in upper case what the client has sent, after the client has finished.
pub fn shout(mut connection: impl Read + Write) -> io::Result<()> {
    let mut said = Vec::new();
    connection.read_to_end(&mut said)?;
    said.make_ascii_uppercase();
    connection.write_all(&said)
}
