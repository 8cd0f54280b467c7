//! An iterator of outcomes: it looks for the first that is not to be tried again.

use std::{
    io::{self, ErrorKind},
    time::Duration,
};

/// Accepts the next client, through any shortage.
pub fn accept_next<C>(
    mut accept: impl FnMut() -> io::Result<C>,
    mut pause: impl FnMut(Duration),
) -> io::Result<C> {
    std::iter::repeat_with(|| accept())
        .find_map(|outcome| {
            let kind = outcome.as_ref().err().map(io::Error::kind);
            let worth_a_pause = !matches!(
                kind,
                None | Some(
                    ErrorKind::InvalidInput
                        | ErrorKind::Interrupted
                        | ErrorKind::ConnectionAborted
                        | ErrorKind::ConnectionReset
                )
            );
            if worth_a_pause {
                pause(Duration::from_millis(1));
            }
            matches!(kind, None | Some(ErrorKind::InvalidInput)).then_some(outcome)
        })
        .unwrap_or_else(|| Err(ErrorKind::Other.into()))
}
