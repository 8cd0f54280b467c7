//! Calls write_all, which does not report how far it has come.
//!
//! Rejected by: progress_is_reported_after_each_write

use std::io::{self, Write};

/// Sends all of `bytes`, and reports to `progress` after each write how many of them were taken so far.
pub fn send_all(mut connection: impl Write, bytes: &[u8], mut progress: impl FnMut(usize)) -> io::Result<()> {
    connection.write_all(bytes)?;
    progress(bytes.len());
    Ok(())
}
