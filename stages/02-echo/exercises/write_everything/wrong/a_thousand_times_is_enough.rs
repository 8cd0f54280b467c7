//! Gives up after a thousand interruptions.
//!
//! Rejected by: an_interrupted_write_is_tried_again

use std::io::{self, ErrorKind, Write};

/// Sends all of `bytes`, and tells `progress` after each write how many of them are gone.
pub fn send_all(mut connection: impl Write, bytes: &[u8], mut progress: impl FnMut(usize)) -> io::Result<()> {
    let mut gone = 0;
    let mut interruptions = 0;
    while gone < bytes.len() {
        match connection.write(&bytes[gone..]) {
            Ok(0) => return Err(ErrorKind::WriteZero.into()),
            Ok(count) => {
                gone += count;
                progress(gone);
            }
            Err(error) if error.kind() == ErrorKind::Interrupted && interruptions < 1000 => {
                interruptions += 1
            }
            Err(error) => return Err(error),
        }
    }
    Ok(())
}
