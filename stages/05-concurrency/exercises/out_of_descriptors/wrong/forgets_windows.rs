//! Pauses for a client that gave up, if the system is Windows, which has another name for it.
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
    loop {
        match accept() {
            Ok(client) => return Ok(client),
            Err(error) => match error.kind() {
                ErrorKind::Interrupted | ErrorKind::ConnectionAborted => {}
                ErrorKind::InvalidInput => return Err(error),
                _ => pause(Duration::from_millis(100)),
            },
        }
    }
}
