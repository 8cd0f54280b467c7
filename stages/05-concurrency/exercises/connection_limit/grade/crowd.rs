//! Many clients that connect in the same moment, for threads that run at the same time.

use crate::exercise::ConnectionLimit;
use checks::TimeBudget;
use std::{
    io,
    sync::atomic::{AtomicBool, AtomicUsize, Ordering},
    thread,
    time::Duration,
};

/// How often a thread is admitted after another one. Code that checks first and takes then is found out when two threads
/// that run at the same time check in the same moment, which takes some hundred times. One thread that is admitted again
/// and again, while none of the others runs, meets no other: that does not count.
const ENTRIES: usize = 20_000;

/// On a machine where threads hardly ever run at the same time, this long has to be enough.
const LONG_ENOUGH: Duration = Duration::from_secs(2);

/// Many clients that connect in the same moment, since each connects again and again.
pub(crate) struct Crowd {
    inside: AtomicUsize,
    last: AtomicUsize,
    met: AtomicUsize,
    /// Two clients were served at the same time where the limit is 1.
    pub(crate) too_many: AtomicBool,
    /// A client was rejected where the limit is enough for all.
    pub(crate) too_few: AtomicBool,
    budget: TimeBudget,
}

impl Crowd {
    pub(crate) fn new() -> Self {
        let [inside, last, met] = [0; 3].map(AtomicUsize::new);
        let [too_many, too_few] = [false; 2].map(AtomicBool::new);
        Self { inside, last, met, too_many, too_few, budget: TimeBudget::of(LONG_ENOUGH) }
    }

    /// Connects again and again where the limit is 1.
    pub(crate) fn throng(&self, limit: &ConnectionLimit, number: usize) {
        let mut rejections = 0;
        for round in 1.. {
            if self.is_over(round, &self.too_many) {
                return;
            }
            let mut admitted = false;
            // Most are rejected, and what `admit` returns then is up to it.
            let _ = limit.admit(io::sink(), |_| {
                admitted = true;
                if self.inside.fetch_add(1, Ordering::SeqCst) > 0 {
                    self.too_many.store(true, Ordering::Relaxed);
                }
                self.meets(number);
                self.inside.fetch_sub(1, Ordering::SeqCst);
                Ok(())
            });
            rejections = if admitted { 0 } else { rejections + 1 };
            if rejections % 100 == 99 {
                // The client that is served does not run just now, and needs the processor to end.
                thread::yield_now();
            }
        }
    }

    /// Connects again and again where the limit is enough for all.
    pub(crate) fn stream(&self, limit: &ConnectionLimit, number: usize) {
        for round in 1.. {
            if self.is_over(round, &self.too_few) {
                return;
            }
            let mut admitted = false;
            let _ = limit.admit(io::sink(), |_| {
                admitted = true;
                self.meets(number);
                Ok(())
            });
            if !admitted {
                self.too_few.store(true, Ordering::Relaxed);
            }
        }
    }

    fn is_over(&self, round: usize, found: &AtomicBool) -> bool {
        self.met.load(Ordering::Relaxed) >= ENTRIES
            || found.load(Ordering::Relaxed)
            || round.is_multiple_of(100) && self.budget.is_spent()
    }

    fn meets(&self, number: usize) {
        if self.last.load(Ordering::Relaxed) != number {
            self.last.store(number, Ordering::Relaxed);
            self.met.fetch_add(1, Ordering::Relaxed);
        }
    }
}
