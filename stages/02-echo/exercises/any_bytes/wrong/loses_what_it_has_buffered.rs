//! Reads ten bytes from a `BufReader`, and drops the rest with it.
//!
//! Rejected by: each_call_reads_once

use std::io::{self, BufReader, Read, Write};

/// Sends back what one read returns, and returns how many bytes that was.
pub fn echo_once(mut connection: impl Read + Write) -> io::Result<usize> {
    let mut buffer = [0; 10];
    let count = BufReader::new(&mut connection).read(&mut buffer)?;
    connection.write_all(&buffer[..count])?;
    Ok(count)
}
