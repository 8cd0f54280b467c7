//! Stops at an error and returns Ok.
//!
//! Rejected by: a_broken_connection_is_an_error

use std::io::{self, Write};

/// Sends all of `bytes`, and reports to `progress` after each write how many of them were taken so far.
pub fn send_all(mut connection: impl Write, bytes: &[u8], mut progress: impl FnMut(usize)) -> io::Result<()> {
    let mut taken = 0;
    while let Ok(count) = connection.write(&bytes[taken..]) {
        taken += count;
        progress(taken);
        if taken == bytes.len() {
            break;
        }
    }
    Ok(())
}
