//! Accepting: the next client, whatever became of the one before.

use crate::{reason, tell};
use std::{
    io::{self, ErrorKind},
    thread,
    time::Duration,
};

/// How long a server rests after a failed accept before it tries again.
///
/// What makes accept fail (no descriptor left, no memory) does not mend itself in a microsecond: without a rest the
/// loop would fail millions of times a second. Long enough to cost nothing, short enough that no client notices.
pub const ACCEPT_PAUSE: Duration = Duration::from_millis(100);

// ANCHOR: next_client
/// Calls `accept` until it brings a client; a failure is told and costs a pause, never the server.
pub fn next_client<C>(mut accept: impl FnMut() -> io::Result<C>) -> C {
    loop {
        match accept() {
            Ok(client) => return client,
            // Gone before we came to the door, or a signal: nothing to wait for.
            Err(error) if matches!(error.kind(), ErrorKind::ConnectionAborted | ErrorKind::Interrupted) => {}
            Err(error) => {
                tell(format_args!("could not accept a client: {}", reason(&error)));
                thread::sleep(ACCEPT_PAUSE);
            }
        }
    }
}
// ANCHOR_END: next_client

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_client_is_taken_in_after_any_number_of_failures() {
        let failures = [ErrorKind::ConnectionAborted, ErrorKind::Interrupted, ErrorKind::OutOfMemory];
        let mut accepts = failures.into_iter().map(|kind| Err(kind.into())).chain([Ok("client")]);
        assert_eq!(next_client(|| accepts.next().unwrap()), "client");
    }
}
