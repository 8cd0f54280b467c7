//! Forgets the connection without closing it, so that the client keeps waiting.
//!
//! Rejected by: the_connection_ends_after_the_reply

use std::{
    io::{self, Read, Write},
    mem,
};

/// Sends back in upper case what the client has sent, after the client has finished.
pub fn shout(mut connection: impl Read + Write) -> io::Result<()> {
    let mut said = Vec::new();
    connection.read_to_end(&mut said)?;
    said.make_ascii_uppercase();
    connection.write_all(&said)?;
    mem::forget(connection);
    Ok(())
}
