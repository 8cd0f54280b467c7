//! Answers each line when it is whole, while the other end is still speaking.
//!
//! Rejected by: nothing_is_said_before_the_other_end_has_finished

use std::io::{self, BufRead, BufReader, Read, Write};

/// Sends back in upper case what the other end has said, after it has finished.
pub fn shout(connection: impl Read + Write) -> io::Result<()> {
    let mut connection = BufReader::new(connection);
    let mut line = Vec::new();
    while connection.read_until(b'\n', &mut line)? > 0 {
        line.make_ascii_uppercase();
        connection.get_mut().write_all(&line)?;
        line.clear();
    }
    Ok(())
}
