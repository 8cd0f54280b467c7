//! Closing time: when it began, and when it is over.

use std::{
    io,
    sync::OnceLock,
    time::{Duration, Instant},
};

/// How long a client is read from after closing time has begun. What had arrived by then is read in a moment; a client
/// that goes on asking would be answered for ever.
pub(crate) const LAST_LINES: Duration = Duration::from_secs(1);

/// Why a conversation ended: the server is closing.
#[derive(Debug, thiserror::Error)]
#[error("dismissed")]
pub(crate) struct Dismissed;

impl From<Dismissed> for io::Error {
    fn from(dismissed: Dismissed) -> Self {
        Self::other(dismissed)
    }
}

pub(crate) fn is_dismissal(error: &io::Error) -> bool {
    error.get_ref().and_then(|cause| cause.downcast_ref::<Dismissed>()).is_some()
}

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
