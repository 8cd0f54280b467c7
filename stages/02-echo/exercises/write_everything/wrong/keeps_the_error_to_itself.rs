//! Stops at an error and returns as if all were well.
//!
//! Rejected by: a_broken_connection_is_an_error

use std::io::{self, Write};

/// Sends all of `bytes`, and tells `progress` after each write how many of them are gone.
pub fn send_all(mut connection: impl Write, bytes: &[u8], mut progress: impl FnMut(usize)) -> io::Result<()> {
    let mut gone = 0;
    while let Ok(count) = connection.write(&bytes[gone..]) {
        gone += count;
        progress(gone);
        if gone == bytes.len() {
            break;
        }
    }
    Ok(())
}
