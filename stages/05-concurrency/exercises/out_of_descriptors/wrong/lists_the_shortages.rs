//! Pauses for the shortages it has heard of, and tries again at once after all others.
//!
//! Rejected by: whatever_is_not_known_to_pass_is_a_shortage

use std::{
    io::{self, ErrorKind},
    time::Duration,
};

/// Accepts the next client, through any shortage.
pub fn accept_next<C>(
    mut accept: impl FnMut() -> io::Result<C>,
    mut pause: impl FnMut(Duration),
) -> io::Result<C> {
    loop {
        match accept() {
            Err(error) if error.kind() == ErrorKind::InvalidInput => return Err(error),
            Err(error) => {
                let shortage = matches!(error.raw_os_error(), Some(12 | 23 | 24 | 105 | 10024 | 10055));
                if shortage || error.kind() == ErrorKind::OutOfMemory {
                    pause(Duration::from_millis(50));
                }
            }
            Ok(client) => return Ok(client),
        }
    }
}
