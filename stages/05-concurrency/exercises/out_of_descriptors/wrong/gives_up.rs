//! Gives up after ten failures.
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
    for _ in 0..10 {
        match accept() {
            Err(error)
                if matches!(
                    error.kind(),
                    ErrorKind::Interrupted | ErrorKind::ConnectionAborted | ErrorKind::ConnectionReset
                ) => {}
            Err(error) if error.kind() != ErrorKind::InvalidInput => pause(Duration::from_millis(100)),
            outcome => return outcome,
        }
    }
    accept()
}
