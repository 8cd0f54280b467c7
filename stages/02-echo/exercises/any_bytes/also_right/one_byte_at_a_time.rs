//! Has a buffer of a single byte, so that each call echoes one.

use std::io::{self, Read, Write};

/// Sends back what one read returns, and returns how many bytes that was.
pub fn echo_once(mut connection: impl Read + Write) -> io::Result<usize> {
    let mut byte = [0];
    match connection.read(&mut byte)? {
        0 => Ok(0),
        _ => connection.write_all(&byte).map(|()| 1),
    }
}
