//! A clock that only moves when it is told to.

use std::{
    sync::{Arc, Mutex},
    time::{Duration, Instant},
};
use support::lock;

/// A clock in the hands of a check: time passes when the check says so, and nobody waits for it.
#[derive(Debug, Clone)]
pub struct Clock(Arc<Mutex<Instant>>);

impl Clock {
    /// A clock that shows some moment, and stands.
    #[must_use]
    pub fn new() -> Self {
        Self(Arc::new(Mutex::new(Instant::now())))
    }

    /// What it shows.
    #[must_use]
    pub fn now(&self) -> Instant {
        *lock(&self.0)
    }

    /// Lets time pass.
    pub fn advance(&self, time: Duration) {
        *lock(&self.0) += time;
    }
}

impl Default for Clock {
    fn default() -> Self {
        Self::new()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn time_passes_only_when_told() {
        let clock = Clock::new();
        let start = clock.now();
        assert_eq!(clock.now(), start);
        clock.clone().advance(Duration::from_secs(3));
        assert_eq!(clock.now() - start, Duration::from_secs(3));
    }
}
