//! Has a buffer of exactly 64 KiB, and a match instead of `?`.

use std::io::{self, ErrorKind, Read, Write};

/// Sends back everything that arrives until the end of the stream, and returns how many bytes that was.
pub fn echo(mut connection: impl Read + Write) -> io::Result<u64> {
    let mut buffer = vec![0; 65_536];
    let mut sum = 0_u64;
    loop {
        match connection.read(&mut buffer) {
            Ok(0) => break Ok(sum),
            Ok(count) => {
                if let Err(error) = connection.write_all(&buffer[..count]) {
                    break Err(error);
                }
                sum += u64::try_from(count).unwrap_or(u64::MAX);
            }
            Err(error) if error.kind() == ErrorKind::Interrupted => {}
            Err(error) => break Err(error),
        }
    }
}
