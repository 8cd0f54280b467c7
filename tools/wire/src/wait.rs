//! Waiting for what happens first: bytes to read, space to send, or the end of a timeout.

use std::{
    thread,
    time::{Duration, Instant},
};

/// A wait polls without a pause for this time, so that a quick reply is seen at once.
const BUSY_POLLING: Duration = Duration::from_millis(2);

/// The pause between two polls after that.
///
/// A read with a timeout would need no polling, but it could not send meanwhile, and Windows rounds such a timeout up
/// to half a second.
const PAUSE: Duration = Duration::from_millis(1);

/// A wait that has begun.
pub(crate) struct Wait {
    start: Instant,
    limit: Duration,
}

impl Wait {
    /// A wait that is over after `limit`.
    pub(crate) fn new(limit: Duration) -> Self {
        Self { start: Instant::now(), limit }
    }

    pub(crate) fn is_over(&self) -> bool {
        self.start.elapsed() >= self.limit
    }

    /// Lets the peer work before the next poll.
    pub(crate) fn pause(&self) {
        let waited = self.start.elapsed();
        if waited < BUSY_POLLING {
            thread::yield_now();
        } else {
            thread::sleep(PAUSE.min(self.limit.saturating_sub(waited)));
        }
    }
}
