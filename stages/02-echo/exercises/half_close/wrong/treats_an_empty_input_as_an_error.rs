//! Treats an empty input as an error.
//!
//! Rejected by: a_silent_client_gets_an_empty_reply

use std::io::{self, ErrorKind, Read, Write};

/// Sends back in upper case what the client has sent, after the client has finished.
pub fn shout(mut connection: impl Read + Write) -> io::Result<()> {
    let mut said = Vec::new();
    if connection.read_to_end(&mut said)? == 0 {
        return Err(ErrorKind::UnexpectedEof.into());
    }
    said.make_ascii_uppercase();
    connection.write_all(&said)
}
