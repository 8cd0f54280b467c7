//! Remembers how far it was, and tells it when all is sent.
//!
//! Rejected by: each_write_is_offered_all_that_is_left

use std::io::{self, ErrorKind, Write};

/// Sends all of `bytes`, and tells `progress` after each write how many of them are gone.
pub fn send_all(mut connection: impl Write, bytes: &[u8], mut progress: impl FnMut(usize)) -> io::Result<()> {
    let mut gone = 0;
    let mut told = Vec::new();
    while gone < bytes.len() {
        match connection.write(&bytes[gone..]) {
            Ok(0) => return Err(ErrorKind::WriteZero.into()),
            Ok(count) => {
                gone += count;
                told.push(gone);
            }
            Err(error) if error.kind() == ErrorKind::Interrupted => {}
            Err(error) => return Err(error),
        }
    }
    told.into_iter().for_each(&mut progress);
    Ok(())
}
