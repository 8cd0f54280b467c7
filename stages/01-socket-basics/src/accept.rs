//! Accepting the next connection, even after an accept that failed.

use crate::{log, reason};
use std::{
    io::{self, ErrorKind},
    thread,
    time::Duration,
};

/// How long a server waits after a failed accept before it tries again.
///
/// The causes of a failed accept (no file descriptor left, no memory) last longer than a microsecond. Without a pause
/// the loop would fail millions of times a second. A tenth of a second costs nearly no time, and no client notices it.
pub const ACCEPT_BACKOFF: Duration = Duration::from_millis(100);

// ANCHOR: accept_next
/// Calls `accept` until it returns a connection. A failure that is about the server is logged and
/// followed by a pause. No failure ends the server.
pub fn accept_next<C>(mut accept: impl FnMut() -> io::Result<C>) -> C {
    loop {
        match accept() {
            Ok(connection) => return connection,
            Err(error) if is_about_one_client(&error) => {}
            Err(error) => {
                log(format_args!("could not accept a client: {}", reason(&error)));
                thread::sleep(ACCEPT_BACKOFF);
            }
        }
    }
}
// ANCHOR_END: accept_next

/// Whether a failed accept concerns only one client, so that the server can accept again at once.
///
/// If a client resets its connection while it is in the accept queue, accept fails on the BSDs and macOS
/// (`ECONNABORTED`) and on Windows (`WSAECONNRESET`). On Linux accept succeeds, and the first read fails. A signal may
/// interrupt accept (accept(2)); the standard library then calls it again.
#[must_use]
pub fn is_about_one_client(error: &io::Error) -> bool {
    use ErrorKind::{ConnectionAborted, ConnectionReset, Interrupted};
    matches!(error.kind(), ConnectionAborted | ConnectionReset | Interrupted)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_connection_is_accepted_after_any_number_of_failures() {
        let failures = [
            ErrorKind::ConnectionAborted,
            ErrorKind::ConnectionReset,
            ErrorKind::Interrupted,
            ErrorKind::OutOfMemory,
        ];
        let mut accepts = failures.into_iter().map(|kind| Err(kind.into())).chain([Ok("connection")]);
        assert_eq!(accept_next(|| accepts.next().unwrap()), "connection");
    }

    #[test]
    fn only_a_failure_that_concerns_all_clients_is_followed_by_a_pause() {
        let about_one_client = |kind: ErrorKind| is_about_one_client(&kind.into());
        assert!(
            about_one_client(ErrorKind::ConnectionAborted) && about_one_client(ErrorKind::ConnectionReset)
        );
        assert!(about_one_client(ErrorKind::Interrupted) && !about_one_client(ErrorKind::OutOfMemory));
        assert!(!is_about_one_client(&io::Error::from_raw_os_error(24)), "no file descriptor is left");
    }
}
