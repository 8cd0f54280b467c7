//! Waiting with a limit, and what an error says about a wait or a connection.

use std::{
    io::{self, ErrorKind},
    thread,
    time::{Duration, Instant},
};

/// The pause between two looks: too short to slow a test, long enough to leave the processor to what is waited for.
const BETWEEN_LOOKS: Duration = Duration::from_millis(1);

/// Whether `condition` comes to hold before the limit. It is looked at at least once.
pub fn poll_until(limit: Duration, mut condition: impl FnMut() -> bool) -> bool {
    poll_for(limit, || condition().then_some(())).is_some()
}

/// What `look` finds before the limit. It looks at least once.
pub fn poll_for<T>(limit: Duration, mut look: impl FnMut() -> Option<T>) -> Option<T> {
    let start = Instant::now();
    loop {
        let found = look();
        if found.is_some() || start.elapsed() > limit {
            return found;
        }
        thread::sleep(BETWEEN_LOOKS);
    }
}

/// How long until a deadline, and at least a millisecond: a socket takes a timeout of nothing for a mistake.
#[must_use]
pub fn time_left(deadline: Instant) -> Duration {
    deadline.saturating_duration_since(Instant::now()).max(Duration::from_millis(1))
}

/// Whether a timeout of a socket has passed: systems say `WouldBlock` (Unix) or `TimedOut` (Windows).
#[must_use]
pub fn is_timeout(error: &io::Error) -> bool {
    matches!(error.kind(), ErrorKind::WouldBlock | ErrorKind::TimedOut)
}

/// Whether the peer has closed or reset the connection.
#[must_use]
pub fn is_disconnected(error: &io::Error) -> bool {
    use ErrorKind::{BrokenPipe, ConnectionAborted, ConnectionReset, NotConnected};
    matches!(error.kind(), ConnectionReset | ConnectionAborted | BrokenPipe | NotConnected)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_condition_that_comes_to_hold_ends_the_wait_and_another_is_given_up() {
        let mut looks = 0;
        let third = poll_until(Duration::from_secs(30), || {
            looks += 1;
            looks == 3
        });
        assert!(third && looks == 3);
        assert!(!poll_until(Duration::from_millis(5), || false));
        let third = poll_for(Duration::from_secs(30), || {
            looks += 1;
            (looks == 6).then_some("third")
        });
        assert_eq!((third, poll_for(Duration::from_millis(5), || None::<()>)), (Some("third"), None));
    }

    #[test]
    fn of_a_deadline_that_has_passed_a_moment_is_left() {
        let now = Instant::now();
        assert!(time_left(now + Duration::from_secs(30)) > Duration::from_secs(10));
        assert_eq!(time_left(now), Duration::from_millis(1));
    }
}
