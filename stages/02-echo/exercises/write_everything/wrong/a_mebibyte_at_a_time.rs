//! Offers a mebibyte at most, whatever is left.
//!
//! Rejected by: each_write_is_offered_all_that_is_left

use std::io::{self, ErrorKind, Write};

/// Sends all of `bytes`, and tells `progress` after each write how many of them are gone.
pub fn send_all(mut connection: impl Write, bytes: &[u8], mut progress: impl FnMut(usize)) -> io::Result<()> {
    let mut gone = 0;
    while gone < bytes.len() {
        match connection.write(&bytes[gone..bytes.len().min(gone + (1 << 20))]) {
            Ok(0) => return Err(ErrorKind::WriteZero.into()),
            Ok(count) => {
                gone += count;
                progress(gone);
            }
            Err(error) if error.kind() == ErrorKind::Interrupted => {}
            Err(error) => return Err(error),
        }
    }
    Ok(())
}
