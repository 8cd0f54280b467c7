//! Counts in a `u8`, which is enough for every line that was tried by hand.
//!
//! Rejected by: the_bound_may_be_any_number

use std::io::{self, Read, Write};

/// Replies to each line with its length, or with `too long` if that is more than `max` bytes.
pub fn measure(mut connection: impl Read + Write, max: usize) -> io::Result<()> {
    let mut length: u8 = 0;
    let mut refused = false;
    let mut byte = [0];
    while connection.read(&mut byte)? > 0 {
        if byte == *b"\n" {
            if !refused {
                writeln!(connection, "{length}")?;
            }
            (refused, length) = (false, 0);
        } else if !refused && usize::from(length) == max {
            writeln!(connection, "too long")?;
            (refused, length) = (true, 0);
        } else if !refused {
            length += 1;
        }
    }
    if length > 0 {
        writeln!(connection, "{length}")?;
    }
    Ok(())
}
