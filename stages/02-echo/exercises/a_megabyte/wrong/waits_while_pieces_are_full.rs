//! Keeps a piece that fills its buffer, because it expects more.
//!
//! Rejected by: what_has_arrived_is_sent_back_at_once

use std::io::{self, Read, Write};

/// Sends back everything that arrives until the end of the stream, and returns how many bytes that was.
pub fn echo(mut connection: impl Read + Write) -> io::Result<u64> {
    let mut buffer = [0; 4096];
    let mut held = Vec::new();
    let mut echoed = 0;
    loop {
        let count = connection.read(&mut buffer)?;
        if count == 0 {
            connection.write_all(&held)?;
            return Ok(echoed);
        }
        held.extend_from_slice(&buffer[..count]);
        echoed += count as u64;
        if count < buffer.len() || held.len() > 32 * 1024 {
            connection.write_all(&held)?;
            held.clear();
        }
    }
}
