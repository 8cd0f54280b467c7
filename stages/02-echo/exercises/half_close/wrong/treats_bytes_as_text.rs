//! Reads the input into a String, which accepts only UTF-8.
//!
//! Rejected by: bytes_that_are_no_ascii_letters_stay_as_they_are

use std::io::{self, Read, Write};

/// Sends back in upper case what the client has sent, after the client has finished.
pub fn shout(mut connection: impl Read + Write) -> io::Result<()> {
    let mut said = String::new();
    connection.read_to_string(&mut said)?;
    connection.write_all(said.to_ascii_uppercase().as_bytes())
}
