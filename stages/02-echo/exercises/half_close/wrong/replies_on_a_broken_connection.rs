//! Treats a broken connection as the end of the stream, and replies to half a request.
//!
//! Rejected by: an_error_is_returned

use std::io::{self, Read, Write};

/// Sends back in upper case what the client has sent, after the client has finished.
pub fn shout(mut connection: impl Read + Write) -> io::Result<()> {
    let mut said = Vec::new();
    let mut buffer = [0; 1024];
    while let Ok(count @ 1..) = connection.read(&mut buffer) {
        said.extend_from_slice(&buffer[..count]);
    }
    said.make_ascii_uppercase();
    connection.write_all(&said)
}
