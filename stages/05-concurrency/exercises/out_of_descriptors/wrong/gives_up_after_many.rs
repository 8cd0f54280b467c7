//! Gives up after ten thousand attempts, which is soon when many clients wait.
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
    let mut tries = 0;
    loop {
        match accept() {
            Err(error) => match error.kind() {
                ErrorKind::Interrupted | ErrorKind::ConnectionAborted | ErrorKind::ConnectionReset => {}
                ErrorKind::InvalidInput => return Err(error),
                _ if tries == 10_000 => return Err(error),
                _ => {
                    tries += 1;
                    pause(Duration::from_millis(100));
                }
            },
            Ok(client) => return Ok(client),
        }
    }
}
