//! Hopes three times that a write will take something after all.
//!
//! Rejected by: a_write_that_takes_nothing_is_an_error

use std::io::{self, ErrorKind, Write};

/// Sends all of `bytes`, and tells `progress` after each write how many of them are gone.
pub fn send_all(mut connection: impl Write, bytes: &[u8], mut progress: impl FnMut(usize)) -> io::Result<()> {
    let (mut gone, mut nothing) = (0, 0);
    while gone < bytes.len() {
        match connection.write(&bytes[gone..]) {
            Ok(0) if nothing == 3 => return Err(ErrorKind::WriteZero.into()),
            Ok(0) => nothing += 1,
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
