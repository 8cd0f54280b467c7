//! Pauses after each error, so that a client that connects and disconnects at once slows the server down for all.
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
            Err(error) if error.kind() != ErrorKind::InvalidInput => pause(Duration::from_millis(100)),
            outcome => return outcome,
        }
    }
}
