//! Forgets that a line has been refused, and refuses every further piece of it.
//!
//! Rejected by: a_line_is_refused_once

use std::io::{self, Read, Write};

/// Replies to each line with its length, or with `too long` if that is more than `max` bytes.
pub fn measure(mut connection: impl Read + Write, max: usize) -> io::Result<()> {
    let mut line = Vec::new();
    let mut buffer = [0; 1024];
    loop {
        let count = connection.read(&mut buffer)?;
        if count == 0 {
            break;
        }
        line.extend_from_slice(&buffer[..count]);
        while let Some(end) = line.iter().position(|&byte| byte == b'\n') {
            if end > max {
                writeln!(connection, "too long")?;
            } else {
                writeln!(connection, "{end}")?;
            }
            line.drain(..=end);
        }
        if line.len() > max {
            writeln!(connection, "too long")?;
            line.truncate(max);
        }
    }
    if !line.is_empty() && line.len() < max {
        writeln!(connection, "{}", line.len())?;
    }
    Ok(())
}
