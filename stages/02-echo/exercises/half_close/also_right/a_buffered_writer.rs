//! Copies the input with `io::copy`, and replies through a `BufWriter`.

use std::io::{self, BufWriter, Read, Write};

/// Sends back in upper case what the client has sent, after the client has finished.
pub fn shout(mut connection: impl Read + Write) -> io::Result<()> {
    let mut said = Vec::new();
    io::copy(&mut connection, &mut said)?;
    let mut out = BufWriter::new(connection);
    for byte in said {
        let byte = if byte.is_ascii_lowercase() { byte - b'a' + b'A' } else { byte };
        out.write_all(&[byte])?;
    }
    out.flush()
}
