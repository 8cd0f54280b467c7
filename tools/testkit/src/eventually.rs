//! Waiting for what will happen soon, with a deadline for when it does not.

use std::time::Duration;
use support::poll_until;

/// How long anything may take before a test calls it broken.
///
/// It only bounds failure: no test that succeeds waits for it, so it can be far above what a busy machine needs.
pub const DEADLINE: Duration = Duration::from_secs(30);

/// Waits until `condition` holds; panics with `what` when it does not within the [`DEADLINE`].
#[track_caller]
pub fn eventually(what: &str, condition: impl FnMut() -> bool) {
    assert!(poll_until(DEADLINE, condition), "still not true after {DEADLINE:?}: {what}");
}
