//! A connection limit: a counting semaphore whose permits come back on every path.

use crate::panics::lock;
use std::{
    num::NonZeroUsize,
    sync::{Arc, Condvar, Mutex},
    time::Duration,
};

/// How many connections may be served at the same time, and how many are.
pub(crate) struct ConnectionLimit {
    max: usize,
    active: Mutex<usize>,
    released: Condvar,
}

/// The right to be served. Dropping it gives it back, also when a panic does the dropping.
pub(crate) struct Permit(Arc<ConnectionLimit>);

impl ConnectionLimit {
    pub(crate) fn new(max: NonZeroUsize) -> Arc<Self> {
        Arc::new(Self { max: max.get(), active: Mutex::new(0), released: Condvar::new() })
    }

    // ANCHOR: try_acquire
    /// Takes a permit, unless all of them are in use.
    pub(crate) fn try_acquire(self: &Arc<Self>) -> Option<Permit> {
        let mut active = lock(&self.active);
        if *active == self.max {
            return None;
        }
        *active += 1;
        Some(Permit(Arc::clone(self)))
    }
    // ANCHOR_END: try_acquire

    /// Waits until every permit has been given back, but not longer than `timeout`.
    pub(crate) fn wait_until_idle(&self, timeout: Duration) {
        // A server that is shutting down goes on in the same way after both.
        let _ = self.released.wait_timeout_while(lock(&self.active), timeout, |active| *active > 0);
    }
}

// ANCHOR: release
impl Drop for Permit {
    fn drop(&mut self) {
        *lock(&self.0.active) -= 1;
        self.0.released.notify_all();
    }
}
// ANCHOR_END: release

#[cfg(test)]
mod tests {
    use super::*;
    use std::{
        panic::{AssertUnwindSafe, catch_unwind},
        thread,
        time::Instant,
    };

    fn limit(max: usize) -> Arc<ConnectionLimit> {
        ConnectionLimit::new(NonZeroUsize::new(max).unwrap())
    }

    #[test]
    fn no_more_permits_are_given_than_the_limit_until_one_comes_back() {
        let limit = limit(2);
        let (first, _second) = (limit.try_acquire().unwrap(), limit.try_acquire().unwrap());
        assert!(limit.try_acquire().is_none());
        drop(first);
        assert!(limit.try_acquire().is_some());
    }

    #[test]
    fn a_panic_gives_its_permit_back() {
        let limit = limit(1);
        let permit = limit.try_acquire().unwrap();
        let outcome = catch_unwind(AssertUnwindSafe(move || {
            let _permit = permit;
            panic!("as a client's handling might");
        }));
        assert!(outcome.is_err());
        assert!(limit.try_acquire().is_some());
    }

    #[test]
    fn the_wait_for_the_last_connection_ends_when_it_ends() {
        let limit = limit(1);
        let permit = limit.try_acquire().unwrap();
        let start = Instant::now();
        thread::scope(|scope| {
            scope.spawn(|| limit.wait_until_idle(Duration::from_mins(1)));
            drop(permit);
        });
        assert!(start.elapsed() < Duration::from_secs(30));
    }

    #[test]
    fn the_wait_for_the_last_connection_has_a_timeout() {
        let limit = limit(1);
        let _permit = limit.try_acquire().unwrap();
        limit.wait_until_idle(Duration::from_millis(1));
    }
}
