//! Sends what is in the buffer of a `BufReader`.

use std::io::{self, BufRead, BufReader, Read, Write};

/// Sends back what one read returns, and returns how many bytes that was.
pub fn echo_once(mut connection: impl Read + Write) -> io::Result<usize> {
    let mut reader = BufReader::new(&mut connection);
    let bytes = reader.fill_buf()?.to_vec();
    reader.get_mut().write_all(&bytes)?;
    Ok(bytes.len())
}
