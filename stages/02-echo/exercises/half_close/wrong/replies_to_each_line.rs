//! Replies to each line as soon as it is complete, while the client is still sending.
//!
//! Rejected by: nothing_is_sent_before_the_client_has_finished

use std::io::{self, BufRead, BufReader, Read, Write};

/// Sends back in upper case what the client has sent, after the client has finished.
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
