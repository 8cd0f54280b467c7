//! Takes ten bytes from a `BufReader`, and throws it away with all the others.
//!
//! Rejected by: each_call_reads_once

use std::io::{self, BufReader, Read, Write};

/// Sends back what one read brings, and returns how many bytes that was.
pub fn echo_once(mut connection: impl Read + Write) -> io::Result<usize> {
    let mut buffer = [0; 10];
    let count = BufReader::new(&mut connection).read(&mut buffer)?;
    connection.write_all(&buffer[..count])?;
    Ok(count)
}
