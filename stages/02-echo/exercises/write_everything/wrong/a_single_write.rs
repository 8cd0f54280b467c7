//! Writes once, and treats what was taken as everything.
//!
//! Rejected by: everything_arrives_however_little_a_write_takes

use std::io::{self, Write};

/// Sends all of `bytes`, and reports to `progress` after each write how many of them were taken so far.
pub fn send_all(mut connection: impl Write, bytes: &[u8], mut progress: impl FnMut(usize)) -> io::Result<()> {
    connection.write(bytes)?;
    progress(bytes.len());
    connection.flush()
}
