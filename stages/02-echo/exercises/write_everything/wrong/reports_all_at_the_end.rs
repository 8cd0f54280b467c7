//! Collects the reports, and makes them when everything is sent.
//!
//! Rejected by: each_write_is_offered_all_that_is_left

use std::io::{self, ErrorKind, Write};

/// Sends all of `bytes`, and reports to `progress` after each write how many of them were taken so far.
pub fn send_all(mut connection: impl Write, bytes: &[u8], mut progress: impl FnMut(usize)) -> io::Result<()> {
    let mut taken = 0;
    let mut told = Vec::new();
    while taken < bytes.len() {
        match connection.write(&bytes[taken..]) {
            Ok(0) => return Err(ErrorKind::WriteZero.into()),
            Ok(count) => {
                taken += count;
                told.push(taken);
            }
            Err(error) if error.kind() == ErrorKind::Interrupted => {}
            Err(error) => return Err(error),
        }
    }
    told.into_iter().for_each(&mut progress);
    Ok(())
}
