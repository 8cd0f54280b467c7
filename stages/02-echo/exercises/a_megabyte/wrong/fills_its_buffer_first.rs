//! Waits until the buffer is full, although the client may wait for an echo before it sends more.
//!
//! Rejected by: what_has_arrived_is_sent_back_at_once

use std::io::{self, Read, Write};

/// Sends back everything that arrives until the end of the stream, and returns how many bytes that was.
pub fn echo(mut connection: impl Read + Write) -> io::Result<u64> {
    let mut echoed = 0;
    loop {
        let mut piece = Vec::new();
        let count = Read::by_ref(&mut connection).take(8 * 1024).read_to_end(&mut piece)?;
        if count == 0 {
            return Ok(echoed);
        }
        connection.write_all(&piece)?;
        echoed += count as u64;
    }
}
