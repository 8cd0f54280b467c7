//! Writes in pieces, and counts each piece as sent, whatever was taken of it.
//!
//! Rejected by: everything_arrives_however_little_a_write_takes

use std::io::{self, Write};

/// Sends all of `bytes`, and reports to `progress` after each write how many of them were taken so far.
pub fn send_all(mut connection: impl Write, bytes: &[u8], mut progress: impl FnMut(usize)) -> io::Result<()> {
    let mut taken = 0;
    for portion in bytes.chunks(8) {
        connection.write(portion)?;
        taken += portion.len();
        progress(taken);
    }
    Ok(())
}
