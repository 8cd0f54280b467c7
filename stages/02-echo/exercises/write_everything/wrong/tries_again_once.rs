//! Tries again after an interruption, and gives up at the second.
//!
//! Rejected by: an_interrupted_write_is_tried_again

use std::io::{self, ErrorKind, Write};

/// Sends all of `bytes`, and reports to `progress` after each write how many of them were taken so far.
pub fn send_all(mut connection: impl Write, bytes: &[u8], mut progress: impl FnMut(usize)) -> io::Result<()> {
    let mut taken = 0;
    while taken < bytes.len() {
        let count = match connection.write(&bytes[taken..]) {
            Err(error) if error.kind() == ErrorKind::Interrupted => connection.write(&bytes[taken..])?,
            outcome => outcome?,
        };
        if count == 0 {
            return Err(ErrorKind::WriteZero.into());
        }
        taken += count;
        progress(taken);
    }
    Ok(())
}
