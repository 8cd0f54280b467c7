//! The gate: so many clients inside and no more, and a bell for when the last has left.

use crate::lock::lock;
use std::{
    num::NonZeroUsize,
    sync::{Arc, Condvar, Mutex},
    time::Duration,
};

pub(crate) struct Gate {
    max: usize,
    inside: Mutex<usize>,
    left: Condvar,
}

/// The right to be inside. Dropping it is leaving, also when a panic does the dropping.
pub(crate) struct Permit(Arc<Gate>);

impl Gate {
    pub(crate) fn new(max: NonZeroUsize) -> Arc<Self> {
        Arc::new(Self { max: max.get(), inside: Mutex::new(0), left: Condvar::new() })
    }

    // ANCHOR: enter
    /// Lets one more in, unless the house is full.
    pub(crate) fn enter(self: &Arc<Self>) -> Option<Permit> {
        let mut inside = lock(&self.inside);
        if *inside == self.max {
            return None;
        }
        *inside += 1;
        Some(Permit(Arc::clone(self)))
    }
    // ANCHOR_END: enter

    /// Waits until everybody has left, but not longer than this.
    pub(crate) fn wait_until_empty(&self, patience: Duration) {
        // Whether the wait ended or timed out is all the same to whoever is about to leave.
        let _ = self.left.wait_timeout_while(lock(&self.inside), patience, |inside| *inside > 0);
    }
}

// ANCHOR: leave
impl Drop for Permit {
    fn drop(&mut self) {
        *lock(&self.0.inside) -= 1;
        self.0.left.notify_all();
    }
}
// ANCHOR_END: leave

#[cfg(test)]
mod tests {
    use super::*;
    use std::{
        panic::{AssertUnwindSafe, catch_unwind},
        thread,
        time::Instant,
    };

    fn gate(max: usize) -> Arc<Gate> {
        Gate::new(NonZeroUsize::new(max).unwrap())
    }

    #[test]
    fn as_many_as_there_is_room_for_get_in_and_one_who_leaves_makes_room() {
        let gate = gate(2);
        let (first, _second) = (gate.enter().unwrap(), gate.enter().unwrap());
        assert!(gate.enter().is_none());
        drop(first);
        assert!(gate.enter().is_some());
    }

    #[test]
    fn a_panic_gives_its_place_back() {
        let gate = gate(1);
        let permit = gate.enter().unwrap();
        let outcome = catch_unwind(AssertUnwindSafe(move || {
            let _permit = permit;
            panic!("as a client's handling might");
        }));
        assert!(outcome.is_err());
        assert!(gate.enter().is_some());
    }

    #[test]
    fn waiting_for_the_last_to_leave_ends_when_it_leaves() {
        let gate = gate(1);
        let permit = gate.enter().unwrap();
        let start = Instant::now();
        thread::scope(|scope| {
            scope.spawn(|| gate.wait_until_empty(Duration::from_mins(1)));
            drop(permit);
        });
        assert!(start.elapsed() < Duration::from_secs(30));
    }

    #[test]
    fn waiting_for_the_last_to_leave_has_an_end_if_it_does_not() {
        let gate = gate(1);
        let _permit = gate.enter().unwrap();
        gate.wait_until_empty(Duration::from_millis(1));
    }
}
