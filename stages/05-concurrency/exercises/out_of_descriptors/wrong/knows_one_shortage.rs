//! Waits for one number of one system, and takes every other shortage for the end.
//!
//! Rejected by: a_client_is_taken_in_however_long_the_shortage_lasts

use std::{
    io::{self, ErrorKind},
    time::Duration,
};

/// Accepts the next client, whatever it takes.
pub fn next_client<C>(
    mut accept: impl FnMut() -> io::Result<C>,
    mut pause: impl FnMut(Duration),
) -> io::Result<C> {
    const EMFILE: i32 = 24;
    loop {
        match accept() {
            Err(error) if matches!(error.kind(), ErrorKind::Interrupted | ErrorKind::ConnectionAborted) => {}
            Err(error) if error.raw_os_error() == Some(EMFILE) => pause(Duration::from_millis(100)),
            outcome => return outcome,
        }
    }
}
