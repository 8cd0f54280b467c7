//! Keeps no byte of any line: it counts them, and says no when the count passes the bound.

use std::io::{self, Read, Write};

/// Replies to each line with its length, or with `too long` if that is more than `max` bytes.
pub fn measure(mut connection: impl Read + Write, max: usize) -> io::Result<()> {
    let mut length = 0;
    let mut refused = false;
    let mut buffer = [0; 64];
    loop {
        let count = connection.read(&mut buffer)?;
        if count == 0 {
            break;
        }
        for &byte in &buffer[..count] {
            match (byte, refused) {
                (b'\n', true) => refused = false,
                (b'\n', false) => {
                    connection.write_all(format!("{length}\n").as_bytes())?;
                    length = 0;
                }
                (_, true) => {}
                (_, false) if length == max => {
                    connection.write_all(b"too long\n")?;
                    (refused, length) = (true, 0);
                }
                (_, false) => length += 1,
            }
        }
    }
    if length > 0 {
        connection.write_all(format!("{length}\n").as_bytes())?;
    }
    Ok(())
}
