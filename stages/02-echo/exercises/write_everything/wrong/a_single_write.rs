//! Writes once, and takes what was taken for all.
//!
//! Rejected by: everything_arrives_however_little_a_write_takes

use std::io::{self, Write};

/// Sends all of `bytes`, and tells `progress` after each write how many of them are gone.
pub fn send_all(mut connection: impl Write, bytes: &[u8], mut progress: impl FnMut(usize)) -> io::Result<()> {
    connection.write(bytes)?;
    progress(bytes.len());
    connection.flush()
}
