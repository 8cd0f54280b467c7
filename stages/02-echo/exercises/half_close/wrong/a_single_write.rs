//! Writes once, and expects that everything was taken.
//!
//! Rejected by: all_is_sent_however_few_bytes_a_write_takes

use std::io::{self, Read, Write};

/// Sends back in upper case what the client has sent, after the client has finished.
pub fn shout(mut connection: impl Read + Write) -> io::Result<()> {
    let mut said = Vec::new();
    connection.read_to_end(&mut said)?;
    said.make_ascii_uppercase();
    connection.write(&said)?;
    Ok(())
}
