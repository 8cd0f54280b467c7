//! Writes once, and takes it for granted that all is gone.
//!
//! Rejected by: all_is_sent_however_few_bytes_a_write_takes

use std::io::{self, Read, Write};

/// Sends back in upper case what the other end has said, after it has finished.
pub fn shout(mut connection: impl Read + Write) -> io::Result<()> {
    let mut said = Vec::new();
    connection.read_to_end(&mut said)?;
    said.make_ascii_uppercase();
    connection.write(&said)?;
    Ok(())
}
