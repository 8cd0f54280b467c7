//! Accepting: the next client, whatever became of the one before.

use crate::{log, reason};
use std::{
    io::{self, ErrorKind},
    thread,
    time::Duration,
};

/// How long a server rests after a failed accept before it tries again.
///
/// What makes accept fail (no descriptor left, no memory) does not mend itself in a microsecond: without a rest the
/// loop would fail millions of times a second. Long enough to cost nothing, short enough that no client notices.
pub const ACCEPT_BACKOFF: Duration = Duration::from_millis(100);

// ANCHOR: accept_next
/// Calls `accept` until it brings a client; a failure is told and costs a pause, never the server.
pub fn accept_next<C>(mut accept: impl FnMut() -> io::Result<C>) -> C {
    loop {
        match accept() {
            Ok(client) => return client,
            Err(error) if is_about_one_client(&error) => {}
            Err(error) => {
                log(format_args!("could not accept a client: {}", reason(&error)));
                thread::sleep(ACCEPT_BACKOFF);
            }
        }
    }
}
// ANCHOR_END: accept_next

/// Whether a failed accept says nothing about the next one, so that a server need not wait before it.
///
/// A client that resets its connection while it waits to be accepted makes accept fail on the BSDs and macOS
/// (`ECONNABORTED`) and on Windows (`WSAECONNRESET`). On Linux accept succeeds, and the first read fails. A signal
/// interrupts accept itself (accept(2)); std's asks again then.
#[must_use]
pub fn is_about_one_client(error: &io::Error) -> bool {
    use ErrorKind::{ConnectionAborted, ConnectionReset, Interrupted};
    matches!(error.kind(), ConnectionAborted | ConnectionReset | Interrupted)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_client_is_taken_in_after_any_number_of_failures() {
        let failures = [
            ErrorKind::ConnectionAborted,
            ErrorKind::ConnectionReset,
            ErrorKind::Interrupted,
            ErrorKind::OutOfMemory,
        ];
        let mut accepts = failures.into_iter().map(|kind| Err(kind.into())).chain([Ok("client")]);
        assert_eq!(accept_next(|| accepts.next().unwrap()), "client");
    }

    #[test]
    fn only_a_failure_that_is_not_about_one_client_costs_a_pause() {
        let about_one_client = |kind: ErrorKind| is_about_one_client(&kind.into());
        assert!(
            about_one_client(ErrorKind::ConnectionAborted) && about_one_client(ErrorKind::ConnectionReset)
        );
        assert!(about_one_client(ErrorKind::Interrupted) && !about_one_client(ErrorKind::OutOfMemory));
        assert!(!is_about_one_client(&io::Error::from_raw_os_error(24)), "no descriptor is left for anybody");
    }
}
