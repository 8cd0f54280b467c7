//! Writes in portions, and counts a portion as gone whatever was taken of it.
//!
//! Rejected by: everything_arrives_however_little_a_write_takes

use std::io::{self, Write};

/// Sends all of `bytes`, and tells `progress` after each write how many of them are gone.
pub fn send_all(mut connection: impl Write, bytes: &[u8], mut progress: impl FnMut(usize)) -> io::Result<()> {
    let mut gone = 0;
    for portion in bytes.chunks(8) {
        connection.write(portion)?;
        gone += portion.len();
        progress(gone);
    }
    Ok(())
}
