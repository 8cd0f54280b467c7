//! Tries again three times after a write that took 0 bytes.
//!
//! Rejected by: a_write_that_takes_nothing_is_an_error

use std::io::{self, ErrorKind, Write};

/// Sends all of `bytes`, and reports to `progress` after each write how many of them were taken so far.
pub fn send_all(mut connection: impl Write, bytes: &[u8], mut progress: impl FnMut(usize)) -> io::Result<()> {
    let (mut taken, mut nothing) = (0, 0);
    while taken < bytes.len() {
        match connection.write(&bytes[taken..]) {
            Ok(0) if nothing == 3 => return Err(ErrorKind::WriteZero.into()),
            Ok(0) => nothing += 1,
            Ok(count) => {
                taken += count;
                progress(taken);
            }
            Err(error) if error.kind() == ErrorKind::Interrupted => {}
            Err(error) => return Err(error),
        }
    }
    Ok(())
}
