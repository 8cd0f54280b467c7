//! Leaves with a `?`: one shortage ends the server for all its clients.
//!
//! Rejected by: a_client_is_accepted_however_long_the_shortage_lasts

use std::{io, time::Duration};

/// Accepts the next client, through any shortage.
pub fn accept_next<C>(
    mut accept: impl FnMut() -> io::Result<C>,
    pause: impl FnMut(Duration),
) -> io::Result<C> {
    Ok(accept()?)
}
