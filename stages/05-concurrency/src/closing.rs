//! Closing time: whether it has begun.

use std::{
    io,
    sync::atomic::{AtomicBool, Ordering},
    time::Duration,
};

/// How long a client is still read from, or written to, once closing time is noticed. What had arrived by then is read in
/// a moment; a client that goes on asking would be answered for ever.
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
pub(crate) struct Closing(AtomicBool);

impl Closing {
    pub(crate) fn begin(&self) {
        self.0.store(true, Ordering::Release);
    }

    pub(crate) fn has_begun(&self) -> bool {
        self.0.load(Ordering::Acquire)
    }
}
