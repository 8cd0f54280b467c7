//! Keeps the bytes in a vector, and calls `write` until everything is taken.

use std::io::{self, ErrorKind, Read, Write};

/// Sends back what one read returns, and returns how many bytes that was.
pub fn echo_once(mut connection: impl Read + Write) -> io::Result<usize> {
    let mut bytes = vec![0_u8; 64 * 1024];
    let count = loop {
        match connection.read(&mut bytes) {
            Err(error) if error.kind() == ErrorKind::Interrupted => {}
            other => break other?,
        }
    };
    bytes.truncate(count);
    let mut gone = 0;
    while gone < bytes.len() {
        let taken = connection.write(&bytes[gone..])?;
        if taken == 0 {
            return Err(ErrorKind::WriteZero.into());
        }
        gone += taken;
    }
    connection.flush()?;
    Ok(count)
}
