//! Only what is known not to last is tried again at once, and only what is known to last is given up.

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
            Ok(_) | Err(ErrorKind::InvalidInput) => return outcome,
            Err(ErrorKind::Interrupted | ErrorKind::ConnectionAborted | ErrorKind::ConnectionReset) => {}
            Err(_) => pause(PAUSE),
        }
    }
}
