//! Treats a timeout as an interruption.
//!
//! Rejected by: any_other_error_ends_it_and_goes_to_the_caller

use std::io::{self, ErrorKind, Write};

/// Sends all of `bytes`, and reports to `progress` after each write how many of them were taken so far.
pub fn send_all(mut connection: impl Write, bytes: &[u8], mut progress: impl FnMut(usize)) -> io::Result<()> {
    let mut taken = 0;
    while taken < bytes.len() {
        match connection.write(&bytes[taken..]) {
            Ok(0) => return Err(ErrorKind::WriteZero.into()),
            Ok(count) => {
                taken += count;
                progress(taken);
            }
            Err(error)
                if matches!(
                    error.kind(),
                    ErrorKind::Interrupted | ErrorKind::WouldBlock | ErrorKind::TimedOut
                ) => {}
            Err(error) => return Err(error),
        }
    }
    Ok(())
}
