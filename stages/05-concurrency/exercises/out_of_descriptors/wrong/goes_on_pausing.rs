//! Keeps the pause going that a shortage has begun, also after errors of one client.
//!
//! Rejected by: an_error_of_one_client_is_no_reason_for_a_pause

use std::{
    io::{self, ErrorKind},
    time::Duration,
};

/// Accepts the next client, through any shortage.
pub fn accept_next<C>(
    mut accept: impl FnMut() -> io::Result<C>,
    mut pause: impl FnMut(Duration),
) -> io::Result<C> {
    let mut short = false;
    loop {
        match accept() {
            Ok(client) => return Ok(client),
            Err(error) if error.kind() == ErrorKind::InvalidInput => return Err(error),
            Err(error) => {
                short |= !matches!(
                    error.kind(),
                    ErrorKind::Interrupted | ErrorKind::ConnectionAborted | ErrorKind::ConnectionReset
                );
                if short {
                    pause(Duration::from_millis(100));
                }
            }
        }
    }
}
