//! Offers everything again when not all of it was taken.
//!
//! Rejected by: everything_arrives_however_little_a_write_takes

use std::io::{self, Write};

/// Sends all of `bytes`, and reports to `progress` after each write how many of them were taken so far.
pub fn send_all(mut connection: impl Write, bytes: &[u8], mut progress: impl FnMut(usize)) -> io::Result<()> {
    loop {
        let count = connection.write(bytes)?;
        progress(count);
        if count == bytes.len() {
            return Ok(());
        }
    }
}
