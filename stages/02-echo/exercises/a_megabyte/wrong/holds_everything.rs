//! Keeps the whole input in memory.
//!
//! Rejected by: at_most_64_kib_are_held

use std::io::{self, Read, Write};

/// Sends back everything that arrives until the end of the stream, and returns how many bytes that was.
pub fn echo(mut connection: impl Read + Write) -> io::Result<u64> {
    let mut all = Vec::new();
    let count = connection.read_to_end(&mut all)?;
    connection.write_all(&all)?;
    Ok(count as u64)
}
