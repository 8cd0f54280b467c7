//! Waiting for what will happen soon, with a deadline for when it does not.

use std::{
    thread,
    time::{Duration, Instant},
};

/// How long anything may take before a test calls it broken.
///
/// It only bounds failure: no test that succeeds waits for it, so it can be far above what a busy machine needs.
pub const DEADLINE: Duration = Duration::from_secs(30);

/// The rest between two looks: too short to slow a test, long enough to leave the processor to what is waited for.
const BETWEEN_LOOKS: Duration = Duration::from_millis(1);

/// Waits until `condition` holds; panics with `what` when it does not within the [`DEADLINE`].
#[track_caller]
pub fn eventually(what: &str, condition: impl FnMut() -> bool) {
    assert!(holds_within(DEADLINE, condition), "still not true after {DEADLINE:?}: {what}");
}

/// Whether `condition` comes to hold before the limit.
pub fn holds_within(limit: Duration, mut condition: impl FnMut() -> bool) -> bool {
    let start = Instant::now();
    while !condition() {
        if start.elapsed() > limit {
            return false;
        }
        thread::sleep(BETWEEN_LOOKS);
    }
    true
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_becomes_true_ends_the_wait() {
        let mut looks = 0;
        eventually("the third look", || {
            looks += 1;
            looks == 3
        });
        assert_eq!(looks, 3);
    }

    #[test]
    fn what_never_becomes_true_is_given_up() {
        assert!(!holds_within(Duration::from_millis(5), || false));
    }
}
