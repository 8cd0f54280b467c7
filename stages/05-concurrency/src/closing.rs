//! Closing time: when it began, and when it is over.

use std::{
    sync::OnceLock,
    time::{Duration, Instant},
};

/// How long a client is read from after closing time has begun. What had arrived by then is read in a moment; a client
/// that goes on asking would be answered for ever.
pub(crate) const LAST_LINES: Duration = Duration::from_secs(1);

/// Whether the server is closing, for those who talk with clients.
#[derive(Default)]
pub(crate) struct Closing(OnceLock<Instant>);

impl Closing {
    pub(crate) fn begin(&self) {
        self.0.get_or_init(Instant::now);
    }

    pub(crate) fn has_begun(&self) -> bool {
        self.0.get().is_some()
    }

    /// Nobody is read from any more.
    pub(crate) fn is_over(&self) -> bool {
        self.0.get().is_some_and(|begin| begin.elapsed() > LAST_LINES)
    }
}
