//! Waiting for whatever comes first: bytes, room to send, or the end of a time.

use std::{
    thread,
    time::{Duration, Instant},
};

/// For so long a wait looks without a rest, so that a quick reply is seen when it comes.
const BRISK: Duration = Duration::from_millis(2);

/// The rest between two looks after that.
///
/// A read with a time-out would need no looking, but it could not send meanwhile, and Windows rounds such a time-out up
/// to half a second.
const REST: Duration = Duration::from_millis(1);

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

    /// Lets the peer work before the next look.
    pub(crate) fn rest(&self) {
        let waited = self.start.elapsed();
        if waited < BRISK {
            thread::yield_now();
        } else {
            thread::sleep(REST.min(self.limit.saturating_sub(waited)));
        }
    }
}
