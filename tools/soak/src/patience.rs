//! How long things may take.

use std::time::Duration;

/// What the servers are told with `--idle-timeout`: as short as a busy machine allows, so that many a silent client is
/// closed in a short run. It is also how long one that reads nothing can delay the end of a server.
pub(crate) const IDLE_LIMIT: Duration = Duration::from_secs(2);

/// How long a server may take before it says where it listens. It bounds failure only.
pub(crate) const START: Duration = Duration::from_secs(20);

/// What the server promises of its own end.
pub(crate) const FIVE_SECONDS: Duration = Duration::from_secs(5);

/// How long a client waits for bytes before it looks whether the run is over.
pub(crate) const TICK: Duration = Duration::from_millis(100);
