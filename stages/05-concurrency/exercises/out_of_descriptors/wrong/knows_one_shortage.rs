//! Waits for one number of one system, and gives up at every other shortage.
//!
//! Rejected by: a_client_is_accepted_however_long_the_shortage_lasts

use std::{
    io::{self, ErrorKind},
    time::Duration,
};

/// Accepts the next client, through any shortage.
pub fn accept_next<C>(
    mut accept: impl FnMut() -> io::Result<C>,
    mut pause: impl FnMut(Duration),
) -> io::Result<C> {
    const EMFILE: i32 = 24;
    loop {
        match accept() {
            Err(error)
                if matches!(
                    error.kind(),
                    ErrorKind::Interrupted | ErrorKind::ConnectionAborted | ErrorKind::ConnectionReset
                ) => {}
            Err(error) if error.raw_os_error() == Some(EMFILE) => pause(Duration::from_millis(100)),
            outcome => return outcome,
        }
    }
}
