//! Reads to the end of the input, then replies; dropping the connection ends our half.

use std::io::{self, Read, Write};

/// Sends back in upper case what the other end has said, after it has finished.
pub fn shout(mut connection: impl Read + Write) -> io::Result<()> {
    let mut said = Vec::new();
    connection.read_to_end(&mut said)?;
    said.make_ascii_uppercase();
    connection.write_all(&said)
}
