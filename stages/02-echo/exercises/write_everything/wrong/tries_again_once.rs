//! Tries again after an interruption, and gives up at the second.
//!
//! Rejected by: an_interrupted_write_is_tried_again

use std::io::{self, ErrorKind, Write};

/// Sends all of `bytes`, and tells `progress` after each write how many of them are gone.
pub fn send_all(mut connection: impl Write, bytes: &[u8], mut progress: impl FnMut(usize)) -> io::Result<()> {
    let mut gone = 0;
    while gone < bytes.len() {
        let count = match connection.write(&bytes[gone..]) {
            Err(error) if error.kind() == ErrorKind::Interrupted => connection.write(&bytes[gone..])?,
            outcome => outcome?,
        };
        if count == 0 {
            return Err(ErrorKind::WriteZero.into());
        }
        gone += count;
        progress(gone);
    }
    Ok(())
}
