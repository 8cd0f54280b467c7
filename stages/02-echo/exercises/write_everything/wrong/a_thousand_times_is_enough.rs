//! Gives up after a thousand interruptions.
//!
//! Rejected by: an_interrupted_write_is_tried_again

use std::io::{self, ErrorKind, Write};

/// Sends all of `bytes`, and reports to `progress` after each write how many of them were taken so far.
pub fn send_all(mut connection: impl Write, bytes: &[u8], mut progress: impl FnMut(usize)) -> io::Result<()> {
    let mut taken = 0;
    let mut interruptions = 0;
    while taken < bytes.len() {
        match connection.write(&bytes[taken..]) {
            Ok(0) => return Err(ErrorKind::WriteZero.into()),
            Ok(count) => {
                taken += count;
                progress(taken);
            }
            Err(error) if error.kind() == ErrorKind::Interrupted && interruptions < 1000 => {
                interruptions += 1
            }
            Err(error) => return Err(error),
        }
    }
    Ok(())
}
