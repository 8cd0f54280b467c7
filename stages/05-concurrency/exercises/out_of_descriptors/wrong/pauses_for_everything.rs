//! Pauses after each error, so that whoever connects and leaves at once slows down everybody.
//!
//! Rejected by: trouble_of_one_client_is_no_reason_for_a_pause

use std::{
    io::{self, ErrorKind},
    time::Duration,
};

/// Accepts the next client, whatever it takes.
pub fn next_client<C>(
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
