//! Puts the error of a closed listener into another one.
//!
//! Rejected by: a_closed_listener_is_given_up

use std::{
    io::{self, ErrorKind},
    time::Duration,
};

/// Short enough that no client notices, long enough to cost nothing.
const PAUSE: Duration = Duration::from_millis(100);

/// Accepts the next client, through any shortage.
pub fn accept_next<C>(
    mut accept: impl FnMut() -> io::Result<C>,
    mut pause: impl FnMut(Duration),
) -> io::Result<C> {
    loop {
        let outcome = accept();
        match outcome.as_ref().map_err(io::Error::kind) {
            Ok(_) => return outcome,
            Err(kind @ ErrorKind::InvalidInput) => {
                return outcome.map_err(|error| io::Error::new(kind, error));
            }
            Err(ErrorKind::Interrupted | ErrorKind::ConnectionAborted | ErrorKind::ConnectionReset) => {}
            Err(_) => pause(PAUSE),
        }
    }
}
