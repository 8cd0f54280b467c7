//! Empties its buffer when a line is too long, and with it the next line, which had come along.
//!
//! Rejected by: the_next_line_gets_its_reply

use std::io::{self, Read, Write};

/// Replies to each line with its length, or with `too long` if that is more than `max` bytes.
pub fn measure(mut connection: impl Read + Write, max: usize) -> io::Result<()> {
    let mut line = Vec::new();
    let mut too_long = false;
    let mut buffer = [0; 1024];
    loop {
        let count = connection.read(&mut buffer)?;
        if count == 0 {
            break;
        }
        for &byte in &buffer[..count] {
            if byte == b'\n' {
                if !too_long {
                    writeln!(connection, "{}", line.len())?;
                }
                too_long = false;
                line.clear();
            } else if !too_long {
                line.push(byte);
            }
            if line.len() > max {
                writeln!(connection, "too long")?;
                too_long = !buffer[..count].contains(&b'\n');
                line.clear();
                break;
            }
        }
    }
    if !line.is_empty() {
        writeln!(connection, "{}", line.len())?;
    }
    Ok(())
}
