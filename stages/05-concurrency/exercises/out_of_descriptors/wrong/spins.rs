//! Goes on at once, as fast as it can.
//!
//! Rejected by: there_is_one_pause_before_each_new_try

use std::{
    io::{self, ErrorKind},
    time::Duration,
};

/// Accepts the next client, through any shortage.
pub fn accept_next<C>(
    mut accept: impl FnMut() -> io::Result<C>,
    pause: impl FnMut(Duration),
) -> io::Result<C> {
    loop {
        match accept() {
            Err(error) if error.kind() != ErrorKind::InvalidInput => continue,
            outcome => return outcome,
        }
    }
}
