//! Leaves with a `?`: a server that is full goes down with all who are inside.
//!
//! Rejected by: a_client_is_taken_in_however_long_the_shortage_lasts

use std::{io, time::Duration};

/// Accepts the next client, whatever it takes.
pub fn next_client<C>(
    mut accept: impl FnMut() -> io::Result<C>,
    pause: impl FnMut(Duration),
) -> io::Result<C> {
    Ok(accept()?)
}
