//! Reads one byte after another with `bytes`, and writes them one by one.

use std::io::{self, Read, Write};

/// Sends back in upper case what the client has sent, after the client has finished.
pub fn shout(mut connection: impl Read + Write) -> io::Result<()> {
    let said = (&mut connection).bytes().collect::<io::Result<Vec<u8>>>()?;
    for byte in said {
        connection.write_all(&[byte.to_ascii_uppercase()])?;
    }
    connection.flush()
}
