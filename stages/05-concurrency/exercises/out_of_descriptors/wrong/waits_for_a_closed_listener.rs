//! Waits also for a listener that is closed for good.
//!
//! Rejected by: a_closed_listener_is_given_up

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
            Err(error)
                if matches!(
                    error.kind(),
                    ErrorKind::Interrupted | ErrorKind::ConnectionAborted | ErrorKind::ConnectionReset
                ) => {}
            Err(_) => pause(Duration::from_millis(100)),
        }
    }
}
