//! Has a limit of its own, and replies to what came before it.
//!
//! Rejected by: a_reply_to_a_megabyte_is_a_megabyte

use std::io::{self, Read, Write};

/// More than anybody sends.
const MOST: u64 = 10 << 20;

/// Sends back in upper case what the client has sent, after the client has finished.
pub fn shout(mut connection: impl Read + Write) -> io::Result<()> {
    let mut said = Vec::new();
    (&mut connection).take(MOST).read_to_end(&mut said)?;
    said.make_ascii_uppercase();
    connection.write_all(&said)
}
