//! What can come in a client's way, and what is kept of what is wrong.

use std::{fmt, io, time::Duration};

/// Why a client does not go on.
#[derive(Debug, PartialEq)]
pub(crate) enum Trouble {
    /// The server had no room for it, and said so.
    TurnedAway,
    /// The server was told to stop, and owed it nothing.
    Stopped,
    /// We were so slow ourselves that the server may have lost its patience.
    Late,
    /// The run is over.
    Over,
    /// A broken promise.
    Wrong(String),
}

impl Trouble {
    pub(crate) fn wrong(what: impl fmt::Display) -> Self {
        Self::Wrong(what.to_string())
    }
}

impl From<io::Error> for Trouble {
    /// The system refuses what it never refuses: better a false alarm than a fault passed over.
    fn from(error: io::Error) -> Self {
        Self::wrong(socket_basics::reason(&error))
    }
}

/// A broken promise: whose, when, and which.
#[derive(Debug, Clone)]
pub(crate) struct Evidence {
    pub(crate) server: String,
    pub(crate) when: Duration,
    pub(crate) what: String,
}

impl fmt::Display for Evidence {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "{:.1} s, {}: {}", self.when.as_secs_f64(), self.server, self.what)
    }
}
