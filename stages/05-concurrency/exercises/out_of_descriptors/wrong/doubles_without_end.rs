//! Doubles its pause each time, and soon sleeps for a year.
//!
//! Rejected by: each_pause_is_long_enough_and_short_enough

use std::{
    io::{self, ErrorKind},
    time::Duration,
};

/// Accepts the next client, through any shortage.
pub fn accept_next<C>(
    mut accept: impl FnMut() -> io::Result<C>,
    mut pause: impl FnMut(Duration),
) -> io::Result<C> {
    let mut time = Duration::from_millis(5);
    loop {
        match accept() {
            Err(error)
                if matches!(
                    error.kind(),
                    ErrorKind::Interrupted | ErrorKind::ConnectionAborted | ErrorKind::ConnectionReset
                ) => {}
            Err(error) if error.kind() != ErrorKind::InvalidInput => {
                pause(time);
                time = time.saturating_mul(2);
            }
            outcome => return outcome,
        }
    }
}
