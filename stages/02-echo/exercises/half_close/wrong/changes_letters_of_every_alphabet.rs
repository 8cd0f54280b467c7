//! Turns the letters of every alphabet into upper case, and replaces what is not UTF-8.
//!
//! Rejected by: bytes_that_are_no_ascii_letters_stay_as_they_are

use std::io::{self, Read, Write};

/// Sends back in upper case what the client has sent, after the client has finished.
pub fn shout(mut connection: impl Read + Write) -> io::Result<()> {
    let mut said = Vec::new();
    connection.read_to_end(&mut said)?;
    let shouted = String::from_utf8_lossy(&said).to_uppercase();
    connection.write_all(shouted.as_bytes())
}
